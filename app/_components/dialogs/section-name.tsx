'use client'

import type { FormEvent } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useArranged } from '#app/_hooks/rooms.ts'
import { useArranging } from '#app/_sidebar/use-arranging.ts'
import { say } from '#app/_words/say.ts'
import { SECTION_NAME_MAX } from '#protocol/limits.ts'

type Props = { sectionId?: string | undefined; roomId?: string | undefined; onClose: () => void }

/** Names a section of one's sidebar: a new one, with a room in it where it was asked for from one, or one that is there. */
export function SectionName({ sectionId, roomId, onClose }: Props) {
  const arranging = useArranging()
  const sections = useArranged()
  const former = useChatState((state) => (sectionId === undefined ? undefined : state.sections[sectionId]?.name))

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (name === '') return
    if (sectionId === undefined) arranging.create(name, sections, roomId)
    else arranging.change(sectionId, { name })
    onClose()
  }

  return (
    <Dialog title={sectionId === undefined ? say.dialogs.newSection : say.dialogs.renameSection} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="px-5 pt-1 pb-4">
          <Field
            label={say.dialogs.name}
            name="name"
            required
            defaultValue={former}
            maxLength={unitsOf(SECTION_NAME_MAX)}
            autoComplete="off"
            dir="auto"
            placeholder={say.dialogs.projects}
            hint={say.dialogs.onlyYouSeeYourSections}
            autoFocus
          />
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary">
            {sectionId === undefined ? say.dialogs.createSection : say.dialogs.rename}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
