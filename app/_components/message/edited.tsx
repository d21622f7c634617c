'use client'

import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { fullTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'

/** Says that a message was edited; a press shows what it said before. */
export function Edited({ message, at }: { message: Message; at: string }) {
  const dialogs = useDialogs()
  const waits = useChatState((state) => state.editsWaiting.has(message.id))
  return (
    <button
      type="button"
      onClick={() => dialogs.open({ name: 'versions', message })}
      data-tip={`Edited ${fullTime(new Date(at))}`}
      className="ms-1 rounded text-[0.75rem] text-soft not-italic select-none hover:underline"
    >
      ({waits ? say.message.notSaved : say.message.edited})
    </button>
  )
}
