import { ArrowDown } from 'lucide-react'
import { countInWords } from '#app/_components/ui/count.tsx'
import { say } from '#app/_words/say.ts'

/** Floats over the end while one reads elsewhere, with how much is new there. */
export function JumpToPresent({ shown, unread, onJump }: { shown: boolean; unread: number; onJump: () => void }) {
  if (!shown) return null
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute end-5 bottom-3 z-10 flex h-9 animate-rise items-center gap-2 rounded-full bg-float px-3.5 text-meta font-medium shadow-float transition-colors duration-120 hover:text-accent narrow:h-11"
    >
      <ArrowDown size={15} aria-hidden="true" />
      {say.timeline.jumpToPresent}
      {unread > 0 && (
        <span className="tabular rounded-full bg-accent-fill px-1.5 text-[0.6875rem] leading-[18px] font-semibold text-on-accent">
          {say.common.new(countInWords(unread))}
        </span>
      )}
    </button>
  )
}
