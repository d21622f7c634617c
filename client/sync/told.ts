import type { LaterSide } from '#client/later/state.ts'
import type { Rooms } from '#client/rooms/rooms.ts'
import type { Sides } from '#client/sides.ts'
import type { State } from '#client/state.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { Handlers } from './events.ts'
import type { Gaps } from './gaps.ts'
import type { Membership } from './membership.ts'
import type { Take } from './take.ts'

type Deps = {
  me: string
  state: State
  sides: Sides
  rooms: Rooms
  membership: Membership
  gaps: Gaps
  take: Take
  later: LaterSide
}

/** What each event does. What moves a person's clock counts only while it is news. */
export function createTold({ me, state, sides, rooms, membership, gaps, take, later }: Deps): Handlers {
  const told = (room: RoomSummary, meRev: number) => {
    if (rooms.isNews(room.id, meRev)) membership.adopt(room)
  }
  return {
    'room:changes': take.take,
    'room:heads': ({ heads }) => gaps.heads(heads),
    'room:added': ({ room, meRev }) => told(room, meRev),
    'room:updated': ({ room, meRev }) => told(room, meRev),
    'room:removed': ({ roomId, reason, meRev }) => {
      if (rooms.isNews(roomId, meRev)) membership.removed(roomId, reason)
    },
    'room:cursors': sides.cursors.told,
    'user:updated': ({ user }) => {
      sides.people.put([user])
      if (user.id === me) state.set({ me: user })
    },
    typing: (typing) => {
      sides.people.need(typing.userIds)
      sides.typing.told(typing)
    },
    presence: sides.presence.told,
    'server:notice': sides.notices.told,
    'emoji:changed': sides.emoji.told,
    'section:updated': ({ section }) => {
      if (rooms.isNews(`section ${section.id}`, section.meRev)) sides.sidebar.section(section)
    },
    'preferences:updated': ({ preferences, meRev }) => {
      if (!rooms.isNews('preferences', meRev)) return
      sides.sidebar.preferences(preferences)
      // Who is blocked no more may be looked at again.
      sides.presence.resume()
    },
    'group:updated': sides.groups.told,
    'me:later': later.told,
  }
}
