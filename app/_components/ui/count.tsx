import { say } from '#app/_words/say.ts'
import { UNREAD_EXACT_MAX } from '#protocol/limits.ts'

export const countInWords = (count: number): string => (count > UNREAD_EXACT_MAX ? `${UNREAD_EXACT_MAX}+` : String(count))

/** How often one was mentioned. */
export function MentionCount({ count }: { count: number }) {
  return (
    <span className="tabular min-w-[18px] rounded-full bg-accent-fill px-[5px] text-center text-[0.6875rem] leading-[18px] font-semibold text-on-accent">
      {countInWords(count)}
      <span className="sr-only"> {say.common.mentionCount(count)}</span>
    </span>
  )
}
