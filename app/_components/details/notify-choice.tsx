'use client'

import { BellOff } from 'lucide-react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useArranging } from '#app/_sidebar/use-arranging.ts'
import { levelWords } from '#app/_words/notify.ts'
import { say } from '#app/_words/say.ts'
import type { NotifyLevel, RoomSummary } from '#protocol/models.ts'

const levels: (NotifyLevel | 'default')[] = ['default', 'all', 'mentions', 'none']

/** What one wants to hear of a room, and whether it is quiet in the sidebar. */
export function NotifyChoice({ room }: { room: RoomSummary }) {
  const arranging = useArranging()
  const usual = useChatState((state) => state.preferences.notify)
  const level = room.notifyOwn ? room.notify : 'default'
  const fallback = room.kind === 'PUBLIC' || room.kind === 'PRIVATE' ? usual : 'all'
  return (
    <section className="flex flex-col gap-2.5 px-5" aria-label={say.details.notifications}>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-meta font-medium text-soft">{say.details.notifyMeAbout}</legend>
        <div className="grid grid-cols-4 gap-0.5 rounded-lg bg-hover p-0.5">
          {levels.map((value) => (
            <label
              key={value}
              className="flex h-7.5 cursor-pointer items-center justify-center rounded-md text-meta text-soft transition-colors duration-120 hover:text-ink has-checked:bg-float has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line)] has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:h-10"
            >
              <input
                type="radio"
                name={`notify-${room.id}`}
                checked={level === value}
                onChange={() => arranging.setNotify(room, value)}
                className="sr-only"
              />
              {value === 'default' ? say.details.asUsual : levelWords()[value]}
            </label>
          ))}
        </div>
        {level === 'default' && <p className="text-meta text-soft">{say.details.usually(levelWords()[fallback])}</p>}
      </fieldset>
      <label className="flex items-center gap-2.5 text-[0.875rem]">
        <input
          type="checkbox"
          checked={room.muted ?? false}
          onChange={() => arranging.setMuted(room, !room.muted)}
          className="size-4 accent-(--accent-fill)"
        />
        <BellOff size={15} className="text-soft" aria-hidden="true" />
        {say.details.muteDimmedAndSilentBut}
      </label>
    </section>
  )
}
