import { Hash } from 'lucide-react'
import type words from '#app/_words/en/pages.ts'
import { filled } from '#app/_words/filled.tsx'

export type InviteWords = (typeof words)['invite']

type Props = { maker: string; rooms: readonly { id: string; name: string }[]; isGuest?: boolean; words: InviteWords }

/** Who invites, as what, and into which rooms. */
export function InviteTo({ maker, rooms, isGuest = false, words }: Props) {
  return (
    <div className="flex flex-col gap-2.5">
      <p>
        {filled(
          isGuest ? words.asGuest : rooms.length > 0 ? words.intoRooms : words.intoParley,
          <bdi className="font-medium">{maker}</bdi>,
        )}
      </p>
      {rooms.length > 0 && (
        <ul aria-label={words.rooms} className="flex flex-wrap gap-1.5">
          {rooms.map((room) => (
            <li key={room.id} className="flex max-w-full items-center gap-1 rounded-md bg-hover px-2 py-0.5 text-meta">
              <Hash size={13} aria-hidden className="shrink-0 text-soft" />
              <bdi className="truncate">{room.name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
