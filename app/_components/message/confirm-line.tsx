'use client'

import { BadgeCheck } from 'lucide-react'
import { useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { waitsFor } from '#client/index.ts'
import type { Confirmation, Message } from '#protocol/models.ts'
import { confirmedInWords } from './confirmed-in-words.ts'

type Props = { message: Message; confirmation: Confirmation; tabbable: boolean; quiet: boolean }

/** Under a message that asks to be confirmed: the button for who has not, and how many have. It keeps its height. */
export function ConfirmLine({ message, confirmation, tabbable, quiet }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const view = useRoomView()
  const dialogs = useDialogs()
  const [busy, setBusy] = useState(false)
  const waits = !quiet && waitsFor(message, view.room, viewer.id) && !view.room.archived
  const mayLook = (message.authorId === viewer.id || view.governs) && !quiet
  const tab = tabbable ? 0 : -1
  const words = confirmedInWords(confirmation)

  async function confirm() {
    setBusy(true)
    await chat.confirm(message.roomId, message.id).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
    setBusy(false)
  }

  // Asked by its own width: the same line stands in a wide room, in a thread's pane and on a phone.
  const count = `tabular truncate text-soft ${waits ? 'hidden @[25rem]:inline' : ''}`
  const line = (
    <div
      className={`mt-1.5 mb-1 flex min-h-11 max-w-full items-center gap-2.5 rounded-lg py-1.5 ps-3 text-meta narrow:min-h-14 ${waits ? 'bg-tint pe-1.5' : 'w-fit bg-hover pe-3.5'}`}
    >
      <BadgeCheck
        size={16}
        className={`shrink-0 ${waits || confirmation.mine ? 'text-accent' : 'text-soft'}`}
        aria-hidden="true"
      />
      {waits && (
        <span className="truncate font-medium">
          {confirmation.remindedAt ? say.message.reminderPleaseConfirm : say.message.pleaseConfirm}
          <span className="hidden @[37rem]:inline">{say.message.thatYouRead}</span>
        </span>
      )}
      {confirmation.mine && <span className="shrink-0 font-medium">{say.message.youConfirmed}</span>}
      {mayLook ? (
        <button
          type="button"
          tabIndex={tab}
          onClick={() => dialogs.open({ name: 'confirmations', roomId: message.roomId, messageId: message.id })}
          className={`${count} rounded underline decoration-line-strong underline-offset-3 hover:text-ink narrow:min-h-11`}
        >
          {words}
        </button>
      ) : (
        <span className={count}>{words}</span>
      )}
      {waits && (
        <Button tone="primary" className="ms-auto h-8! shrink-0 narrow:h-11!" tabIndex={tab} disabled={busy} onClick={confirm}>
          {say.message.confirm}
        </Button>
      )}
    </div>
  )
  return <div className="@container w-full max-w-2xl">{line}</div>
}
