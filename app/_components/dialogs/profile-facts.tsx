'use client'

import { Clock } from 'lucide-react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNow } from '#app/_hooks/now.ts'
import { locale, say } from '#app/_words/say.ts'
import type { Profile } from '#protocol/models.ts'

/** The clock on the card moves with the minutes. */
const MINUTE_MS = 60_000

type Props = { told: Profile; onRoom: (roomId: string) => void }

/** What somebody says of themselves, what time it is for them, and the rooms one shares with them. */
export function ProfileFacts({ told, onRoom }: Props) {
  const rooms = useChatState((state) => state.rooms)
  const shared = told.rooms.flatMap((id) => rooms[id] ?? [])
  return (
    <>
      {told.about && (
        <p dir="auto" className="text-[0.875rem] wrap-anywhere whitespace-pre-wrap">
          {told.about}
        </p>
      )}
      {told.timeZone && <LocalTime zone={told.timeZone} />}
      {shared.length > 0 && (
        <section aria-label={say.people.roomsInCommon} className="flex flex-col gap-1.5">
          <h3 className="text-meta font-medium">{say.people.roomsInCommon}</h3>
          <ul className="flex flex-wrap gap-1.5">
            {shared.map((room) => (
              <li key={room.id} className="min-w-0">
                <button
                  type="button"
                  onClick={() => onRoom(room.id)}
                  className="max-w-full truncate rounded-md bg-hover px-2 py-0.5 text-meta hover:bg-press narrow:py-2"
                >
                  #<bdi>{room.name}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function LocalTime({ zone }: { zone: string }) {
  const now = new Date(useNow(MINUTE_MS))
  const time = clockOf(zone, now)
  if (time === null) return null
  return (
    <p className="flex items-center gap-2 text-meta text-soft">
      <Clock size={15} aria-hidden="true" />
      {say.people.localTime(time, zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone)}
    </p>
  )
}

/** The time of day in a zone; null for one that this browser does not know. */
function clockOf(zone: string, at: Date): string | null {
  try {
    return new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone: zone }).format(at)
  } catch {
    return null
  }
}
