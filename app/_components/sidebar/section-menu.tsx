'use client'

import { ArrowDown, ArrowUp, FolderPlus, Pencil, Trash2 } from 'lucide-react'
import type { RefObject } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Menu, MenuCheck, MenuItem, MenuLine, MenuRadios } from '#app/_components/ui/menu.tsx'
import { useArranged } from '#app/_hooks/rooms.ts'
import type { Arranged } from '#app/_sidebar/arrange.ts'
import { movable, useArranging } from '#app/_sidebar/use-arranging.ts'

type Props = { section: Arranged; onClose: () => void; button: RefObject<HTMLElement | null> }

/** What one can do with a section of one's sidebar. */
export function SectionMenu({ section, onClose, button }: Props) {
  const dialogs = useDialogs()
  const arranging = useArranging()
  const sections = useArranged()
  const others = movable(sections)
  const at = others.findIndex(({ id }) => id === section.id)
  const [above, below] = [others[at - 1], others[at + 1]]

  const askDelete = () =>
    dialogs.open({
      name: 'confirm',
      title: `Delete ${section.title}?`,
      text: 'Its rooms go back to where they were. You leave none of them.',
      action: 'Delete section',
      run: () => arranging.remove(section.id),
    })

  return (
    <Menu label={`Section ${section.title}`} onClose={onClose} button={button}>
      <MenuRadios
        label="Sort by"
        value={section.sort}
        onChange={(sort) => arranging.change(section.id, { sort })}
        options={[
          { value: 'name', words: 'Name' },
          { value: 'recent', words: 'Latest message' },
          { value: 'own', words: 'Own order' },
        ]}
      />
      <MenuLine />
      <MenuCheck checked={section.unreadOnly} onChange={() => arranging.change(section.id, { unreadOnly: !section.unreadOnly })}>
        Unread only
      </MenuCheck>
      <MenuLine />
      {above && at > 0 && (
        <MenuItem icon={<ArrowUp size={15} />} onSelect={() => arranging.putSection(section.id, sections, above.id, false)}>
          Move up
        </MenuItem>
      )}
      {below && at >= 0 && (
        <MenuItem icon={<ArrowDown size={15} />} onSelect={() => arranging.putSection(section.id, sections, below.id, true)}>
          Move down
        </MenuItem>
      )}
      {section.isOwn && (
        <MenuItem icon={<Pencil size={15} />} onSelect={() => dialogs.open({ name: 'section', sectionId: section.id })}>
          Rename…
        </MenuItem>
      )}
      <MenuItem icon={<FolderPlus size={15} />} onSelect={() => dialogs.open({ name: 'section' })}>
        New section…
      </MenuItem>
      {section.isOwn && (
        <MenuItem icon={<Trash2 size={15} />} danger onSelect={askDelete}>
          Delete section…
        </MenuItem>
      )}
    </Menu>
  )
}
