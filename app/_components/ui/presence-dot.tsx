import { say } from '#app/_words/say.ts'
import type { PresenceStatus } from '#protocol/models.ts'

export const presenceWords = (): Record<PresenceStatus, string> => ({
  online: say.common.online,
  away: say.common.away,
  dnd: say.common.doNotDisturb,
  offline: say.common.offline,
})

const looks: Record<PresenceStatus, string> = {
  online: 'bg-success',
  away: 'bg-transparent shadow-[inset_0_0_0_2px_var(--away)]',
  dnd: 'bg-danger-fill',
  offline: 'bg-transparent shadow-[inset_0_0_0_1.5px_var(--soft)]',
}

/** Form and colour both tell, and a word for who sees neither. */
export function PresenceDot({ status, className = '' }: { status: PresenceStatus; className?: string }) {
  return (
    <span
      role="img"
      aria-label={presenceWords()[status]}
      className={`relative inline-block shrink-0 rounded-full ${looks[status]} ${className || 'size-2.5'}`}
    >
      {status === 'dnd' && <span className="absolute inset-x-[2.5px] top-1/2 h-[1.5px] -translate-y-1/2 rounded bg-white" />}
    </span>
  )
}
