import { v7 as uuidv7 } from 'uuid'
import type { Chat } from '#client/api.ts'
import type { Rooms } from '#client/rooms/rooms.ts'
import type { State } from '#client/state.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { RequestPayload } from '#protocol/requests.ts'
import type { BuiltInSection, Preferences, Section } from '#protocol/sidebar.ts'
import type { Wish, Wishes } from './wishes.ts'

type Verbs = Pick<
  Chat,
  'setSection' | 'createSection' | 'deleteSection' | 'setPlace' | 'setMuted' | 'setNotify' | 'setPreferences'
>
type Deps = { state: State; rooms(): Rooms; wishes(): Wishes; onChange(): void }

const DEFAULTS: Preferences = { notify: 'all' }

/** How a person arranged their sidebar and how loud rooms are: what the server said, and on top of it what was wanted here since. */
export function createSidebar({ state, rooms, wishes, onChange }: Deps) {
  /** What the server said. */
  let told: Readonly<Record<string, Section>> = {}
  let toldPreferences = DEFAULTS

  function publish() {
    const sections: Record<string, Section> = { ...told }
    for (const wish of wishes().all()) {
      if (wish.name === 'section:delete') delete sections[wish.payload.id]
      else if (wish.name === 'section:set') sections[wish.payload.id] = withWish(sections[wish.payload.id], wish.payload)
    }
    state.set({ sections, preferences: { ...toldPreferences, ...wishes().find('preferences:set') } })
    onChange()
  }

  const verbs: Verbs = {
    setSection: (id, change) => wishes().want({ name: 'section:set', payload: { id: id as BuiltInSection, ...change } }),
    createSection(name, position) {
      const id = uuidv7()
      return { id, done: wishes().want({ name: 'section:set', payload: { id, name, position } }) }
    },
    deleteSection: (id) => wishes().want({ name: 'section:delete', payload: { id } }),
    setPlace: (roomId, place) => wishes().want({ name: 'room:place', payload: { roomId, ...place } }),
    setMuted: (roomId, muted) => wishes().want({ name: 'room:mute', payload: { roomId, muted } }),
    setNotify: (roomId, level) => wishes().want({ name: 'room:notify', payload: { roomId, level } }),
    setPreferences: (preferences) => wishes().want({ name: 'preferences:set', payload: preferences }),
  }

  return {
    verbs,
    /** What waits to be told wins over what the server says of a room. */
    withOwn(room: RoomSummary): RoomSummary {
      const place = wishes().find('room:place', room.id)
      const mute = wishes().find('room:mute', room.id)
      const notify = wishes().find('room:notify', room.id)
      if (!place && !mute && !notify) return room
      const { roomId: _roomId, ...placed } = place ?? { roomId: '' }
      const next = { ...room, ...present(placed), ...(mute ? { muted: mute.muted } : {}) }
      // Taken out of a section, or put nowhere in particular.
      if (place?.sectionId === null) delete next.sectionId
      if (place?.position === null) delete next.position
      if (notify) Object.assign(next, levelOf(room, notify.level))
      return next
    },
    /** Something was wanted here, or is not any more. */
    wished(wish: Wish) {
      if ('roomId' in wish.payload) rooms().change(wish.payload.roomId, (room) => ({ ...room }))
      else publish()
    },
    /** The server has it: its answer stands until its event comes. */
    confirmed(wish: Wish, answer: unknown) {
      if (wish.name === 'section:set') put((answer as { section: Section }).section)
      if (wish.name === 'section:delete') drop(wish.payload.id)
      if (wish.name === 'preferences:set') toldPreferences = { ...toldPreferences, ...wish.payload }
    },
    /** Hello's lists replace what was known. */
    replace(sections: readonly Section[] | undefined, preferences: Preferences | undefined) {
      told = Object.fromEntries((sections ?? []).map((section) => [section.id, section]))
      toldPreferences = preferences ?? DEFAULTS
      publish()
    },
    section(section: Section) {
      if (section.gone) drop(section.id)
      else put(section)
      publish()
    },
    preferences(preferences: Preferences) {
      toldPreferences = preferences
      publish()
    },
    publish,
  }

  function put(section: Section) {
    if ((told[section.id]?.meRev ?? -1) <= section.meRev) told = { ...told, [section.id]: section }
  }
  function drop(id: string) {
    const { [id]: _gone, ...rest } = told
    told = rest
  }
  function levelOf(room: RoomSummary, level: NonNullable<RoomSummary['notify']> | 'default'): Partial<RoomSummary> {
    if (level !== 'default') return { notify: level, notifyOwn: true }
    const isChannel = room.kind === 'PUBLIC' || room.kind === 'PRIVATE'
    return { notify: isChannel ? state.get().preferences.notify : 'all', notifyOwn: false }
  }
}

function withWish(section: Section | undefined, wanted: RequestPayload<'section:set'>): Section {
  return { folded: false, unreadOnly: false, meRev: 0, ...section, ...present(wanted) } as Section
}

/** Without what is absent, and without what is null. */
function present<Part extends object>(part: Part): { [Key in keyof Part]: Exclude<Part[Key], null | undefined> } {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined && value !== null)) as never
}
