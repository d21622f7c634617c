import { MessageRowView } from '#app/_components/message/message-row.tsx'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'

/** The message a thread belongs to, above its replies. */
export function ThreadStart({ message }: { message: Message }) {
  const count = message.thread?.count ?? 0
  return (
    <div className="pt-1">
      <MessageRowView message={message} head focusable={false} highlighted={false} quiet />
      <p className="flex items-center gap-3 px-5 pt-2 pb-1 text-[0.75rem] leading-5 text-soft after:h-px after:flex-1 after:bg-line">
        {count === 0 ? say.timeline.noRepliesYet : say.common.replies(count)}
      </p>
    </div>
  )
}
