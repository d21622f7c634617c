'use client'

import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { NotifyLevel, RoomSummary } from '#protocol/models.ts'

const levels: { value: NotifyLevel; words: string }[] = [
  { value: 'all', words: 'Everything' },
  { value: 'mentions', words: 'Mentions' },
  { value: 'none', words: 'Muted' },
]

/** What one wants to hear of a room. */
export function NotifyChoice({ room }: { room: RoomSummary }) {
  const chat = useChat()
  return (
    <fieldset className="flex flex-col gap-1.5 px-5">
      <legend className="mb-1.5 text-meta font-medium text-soft">Notify me about</legend>
      <div className="flex gap-0.5 rounded-lg bg-hover p-0.5">
        {levels.map(({ value, words }) => (
          <label
            key={value}
            className="flex h-7.5 flex-1 cursor-pointer items-center justify-center rounded-md text-meta text-soft transition-colors duration-120 hover:text-ink has-checked:bg-float has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line)] has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:h-10"
          >
            <input
              type="radio"
              name={`notify-${room.id}`}
              checked={room.notify === value}
              onChange={() => chat.setNotify(room.id, value).catch((error: unknown) => tell(refusalInWords(error), 'refused'))}
              className="sr-only"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
