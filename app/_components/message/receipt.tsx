'use client'

import { useRoomView } from '#app/_components/room/room-view.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import type { Message } from '#protocol/models.ts'

/** Under one's own last message of a direct conversation: whether it arrived, whether it was read. */
export function Receipt({ message }: { message: Message }) {
  const viewer = useViewer()
  const { room } = useRoomView()
  const cursors = useChatState((state) => state.cursors[room.id])
  const isLast = room.kind === 'DIRECT' && message.seq === room.lastSeq && message.deletedAt === undefined
  const others = isLast ? (cursors ?? []).filter((cursor) => cursor.userId !== viewer.id) : []
  if (others.length === 0) return null
  const seen = others.filter((cursor) => cursor.readSeq >= message.seq).length
  const delivered = others.filter((cursor) => cursor.deliveredSeq >= message.seq).length
  const words =
    seen > 0 ? (others.length > 1 ? `Seen by ${seen} of ${others.length}` : 'Seen') : delivered > 0 ? 'Delivered' : null
  return words && <p className="text-[0.75rem] leading-4 text-soft">{words}</p>
}
