'use client'

import { BadgeCheck, X } from 'lucide-react'
import { useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { useToConfirm } from '#app/_hooks/to-confirm.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'

/** Somebody asked again for a confirmation: said until it is given or put away, and said anew with the next reminder. */
export function Reminder() {
  const dialogs = useDialogs()
  const { count, reminded } = useToConfirm()
  const name = useRoomName(reminded ?? undefined)
  const [closed, setClosed] = useState<string | null>(null)
  const at = reminded?.remindedAt
  return (
    <div role="status" aria-label={say.shell.reminder2} className="shrink-0">
      {reminded && at !== undefined && at !== closed && (
        <div className="flex animate-appear items-center gap-2.5 bg-tint px-4 py-1 text-meta font-medium text-accent">
          <BadgeCheck size={15} className="shrink-0" aria-hidden="true" />
          <p className="min-w-0 truncate" dir="auto">
            {filled(
              say.shell.reminderFrom(count),
              <bdi key="room">
                {reminded.name === undefined ? '' : '#'}
                {name}
              </bdi>,
            )}
          </p>
          <button
            type="button"
            onClick={() => dialogs.open({ name: 'to-confirm' })}
            className="shrink-0 rounded underline underline-offset-2 hover:no-underline"
          >
            {say.shell.show}
          </button>
          <IconButton label={say.shell.closeReminder} size="small" className="ms-auto" onClick={() => setClosed(at)}>
            <X size={15} />
          </IconButton>
        </div>
      )}
    </div>
  )
}
