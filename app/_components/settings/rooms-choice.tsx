'use client'

import { Hash, Lock } from 'lucide-react'
import { useRoomSections } from '#app/_hooks/rooms.ts'
import { say } from '#app/_words/say.ts'
import { INVITE_ROOMS_MAX } from '#protocol/limits.ts'

type Props = { about: string; chosen: readonly string[]; onChange: (roomIds: readonly string[]) => void }

/** Some of the rooms one is in. */
export function RoomsChoice({ about, chosen, onChange }: Props) {
  const { rooms } = useRoomSections()
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-meta font-medium">
        {say.invites.rooms} <span className="font-normal text-soft">{about}</span>
      </legend>
      {rooms.length === 0 && <p className="text-meta text-soft">{say.invites.noRooms}</p>}
      <ul className="flex max-h-56 flex-col overflow-y-auto rounded-lg border border-line-strong p-1 empty:hidden">
        {rooms.map((room) => {
          const isChosen = chosen.includes(room.id)
          const Sign = room.kind === 'PRIVATE' ? Lock : Hash
          return (
            <li key={room.id}>
              <label className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover narrow:min-h-11">
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-(--accent-fill)"
                  checked={isChosen}
                  disabled={!isChosen && chosen.length >= INVITE_ROOMS_MAX}
                  onChange={() => onChange(isChosen ? chosen.filter((id) => id !== room.id) : [...chosen, room.id])}
                />
                <Sign size={14} aria-hidden className="shrink-0 text-soft" />
                <bdi className="truncate">{room.name}</bdi>
              </label>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
