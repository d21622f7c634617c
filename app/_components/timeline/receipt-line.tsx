'use client'

import { CheckCheck } from 'lucide-react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { listInWords } from '#app/_words/lists.ts'
import { say } from '#app/_words/say.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { receiptOf } from './receipt.ts'

const PICTURES_MAX = 5

/** Under the latest message: whether it arrived, and who has seen it. Its place is always kept, so nothing moves when it changes. */
export function ReceiptLine({ room, last }: { room: RoomSummary; last: Message }) {
  const viewer = useViewer()
  const dialogs = useDialogs()
  const users = useChatState((state) => state.users)
  const cursors = useChatState((state) => state.cursors[room.id])
  const receipt = receiptOf(last, cursors ?? [], viewer.id)
  if (receipt === null) return null
  const names = receipt.seenBy.map((id) => users[id]?.displayName ?? say.timeline.somebody)
  const alone = room.kind === 'DIRECT' && room.members?.length === 2
  if (alone || receipt.seenBy.length === 0) {
    return (
      <p className="flex items-center justify-end gap-1 text-[0.75rem] leading-4 text-soft">
        <CheckCheck size={13} aria-hidden="true" className={receipt.seenBy.length > 0 ? 'text-accent' : ''} />
        {receipt.seenBy.length > 0 ? say.timeline.seen : say.timeline.delivered}
      </p>
    )
  }
  const more = receipt.seenBy.length - PICTURES_MAX
  return (
    <button
      type="button"
      aria-label={say.timeline.seenBy(listInWords(names))}
      data-tip={say.timeline.seenBy(listInWords(names))}
      onClick={() => dialogs.open({ name: 'readers', message: last })}
      className="ms-auto flex h-5 items-center gap-1.5 rounded-md px-1 text-[0.75rem] leading-4 text-soft hover:bg-hover hover:text-ink"
    >
      {receipt.seenByAll ? say.timeline.seenByAll : say.timeline.seen}
      <span className="flex gap-0.5">
        {receipt.seenBy.slice(0, PICTURES_MAX).map((id) => (
          <Avatar key={id} user={users[id]} id={id} size={16} />
        ))}
      </span>
      {more > 0 && <span className="tabular">+{more}</span>}
    </button>
  )
}
