'use client'

import { ArrowDown, ArrowUp, FolderPlus, Pencil, Trash2 } from 'lucide-react'
import type { RefObject } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Menu, MenuCheck, MenuItem, MenuLine, MenuRadios } from '#app/_components/ui/menu.tsx'
import { useArranged } from '#app/_hooks/rooms.ts'
import type { Arranged } from '#app/_sidebar/arrange.ts'
import { movable, useArranging } from '#app/_sidebar/use-arranging.ts'
import { say } from '#app/_words/say.ts'

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
      title: say.menus.delete(section.title),
      text: say.menus.itsRoomsGoBackTo,
      action: say.menus.deleteSection,
      run: () => arranging.remove(section.id),
    })

  return (
    <Menu label={say.menus.section(section.title)} onClose={onClose} button={button}>
      <MenuRadios
        label={say.menus.sortBy}
        value={section.sort}
        onChange={(sort) => arranging.change(section.id, { sort })}
        options={[
          { value: 'name', words: say.menus.name },
          { value: 'recent', words: say.menus.latestMessage },
          { value: 'own', words: say.menus.ownOrder },
        ]}
      />
      <MenuLine />
      <MenuCheck checked={section.unreadOnly} onChange={() => arranging.change(section.id, { unreadOnly: !section.unreadOnly })}>
        {say.menus.unreadOnly}
      </MenuCheck>
      <MenuLine />
      {above && at > 0 && (
        <MenuItem icon={<ArrowUp size={15} />} onSelect={() => arranging.putSection(section.id, sections, above.id, false)}>
          {say.menus.moveUp}
        </MenuItem>
      )}
      {below && at >= 0 && (
        <MenuItem icon={<ArrowDown size={15} />} onSelect={() => arranging.putSection(section.id, sections, below.id, true)}>
          {say.menus.moveDown}
        </MenuItem>
      )}
      {section.isOwn && (
        <MenuItem icon={<Pencil size={15} />} onSelect={() => dialogs.open({ name: 'section', sectionId: section.id })}>
          {say.menus.renameDots}
        </MenuItem>
      )}
      <MenuItem icon={<FolderPlus size={15} />} onSelect={() => dialogs.open({ name: 'section' })}>
        {say.menus.newSectionDots}
      </MenuItem>
      {section.isOwn && (
        <MenuItem icon={<Trash2 size={15} />} danger onSelect={askDelete}>
          {say.menus.deleteSectionDots}
        </MenuItem>
      )}
    </Menu>
  )
}
