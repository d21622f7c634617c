import { locale, say } from '#app/_words/say.ts'
import { BUILT_IN_SECTIONS } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { BuiltInSection, Section, SectionSort } from '#protocol/sidebar.ts'

/** A section as it is drawn: its rooms in order, all of them. */
export type Arranged = {
  id: string
  title: string
  isOwn: boolean
  folded: boolean
  unreadOnly: boolean
  sort: SectionSort
  position: string
  rooms: readonly RoomSummary[]
}

const TITLES = (): Record<BuiltInSection, string> => ({
  favourites: say.sidebar.favourites,
  threads: say.sidebar.threads,
  rooms: say.sidebar.rooms,
  direct: say.sidebar.directMessages,
})
/** Where the built-in ones stand until they are moved. Favourites stand above all. */
const PLACES: Record<BuiltInSection, string> = { favourites: '', threads: 'a0', rooms: 'a1', direct: 'a2' }
const SORTS: Record<BuiltInSection, SectionSort> = { favourites: 'name', threads: 'recent', rooms: 'name', direct: 'recent' }

export const isBuiltIn = (id: string): id is BuiltInSection => (BUILT_IN_SECTIONS as readonly string[]).includes(id)
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
let collator: Intl.Collator | null = null
const inOrder = (a: string, b: string): number => {
  collator ??= new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' })
  return collator.compare(a, b)
}

/** Unread in the way that asks for a look: a muted room only by a mention. */
export const isCalling = (room: RoomSummary): boolean => room.mentionCount > 0 || (room.unread > 0 && !room.muted)

/** Where a room stands by its kind. */
export const homeOf = (room: RoomSummary): BuiltInSection =>
  room.kind === 'DIRECT' ? 'direct' : room.kind === 'THREAD' ? 'threads' : 'rooms'

/** Where it stands by what its member wanted. */
function sectionOf(room: RoomSummary, sections: Readonly<Record<string, Section>>): string {
  if (room.favourite) return 'favourites'
  const wanted = room.sectionId
  return wanted !== undefined && sections[wanted] && !isBuiltIn(wanted) ? wanted : homeOf(room)
}

/**
 * One's rooms in one's sections, both in order. Archived channels are left out, and threads without anything new. Favourites
 * and threads are there only with something in them.
 */
export function arrange(
  rooms: readonly RoomSummary[],
  sections: Readonly<Record<string, Section>>,
  nameOf: (room: RoomSummary) => string,
): Arranged[] {
  const byId = new Map<string, RoomSummary[]>()
  for (const room of rooms) {
    if (room.role === undefined || (room.archived && room.kind !== 'DIRECT')) continue
    if (room.kind === 'THREAD' && room.unread === 0) continue
    const id = sectionOf(room, sections)
    const there = byId.get(id)
    if (there) there.push(room)
    else byId.set(id, [room])
  }
  const own = Object.values(sections).filter((section) => !isBuiltIn(section.id))
  return [...BUILT_IN_SECTIONS, ...own.map((section) => section.id)]
    .filter((id) => byId.has(id) || (id !== 'favourites' && id !== 'threads'))
    .map((id) => toArranged(id, sections[id], byId.get(id) ?? [], nameOf))
    .sort((a, b) => byBytes(a.position, b.position) || byBytes(a.id, b.id))
}

function toArranged(
  id: string,
  section: Section | undefined,
  rooms: RoomSummary[],
  nameOf: (room: RoomSummary) => string,
): Arranged {
  const builtIn = isBuiltIn(id) ? id : null
  const sort = section?.sort ?? (builtIn ? SORTS[builtIn] : 'name')
  return {
    id,
    title: builtIn ? TITLES()[builtIn] : (section?.name ?? ''),
    isOwn: builtIn === null,
    folded: section?.folded ?? false,
    unreadOnly: section?.unreadOnly ?? false,
    sort,
    position: id === 'favourites' ? '' : (section?.position ?? (builtIn ? PLACES[builtIn] : 'a0V')),
    rooms: sorted(rooms, sort, nameOf),
  }
}

function sorted(rooms: RoomSummary[], sort: SectionSort, nameOf: (room: RoomSummary) => string): RoomSummary[] {
  if (sort === 'recent') return rooms.sort((a, b) => byBytes(b.lastAt ?? '', a.lastAt ?? '') || byBytes(a.id, b.id))
  const names = new Map(rooms.map((room) => [room.id, nameOf(room)]))
  const byName = (a: RoomSummary, b: RoomSummary) => inOrder(names.get(a.id) ?? '', names.get(b.id) ?? '') || byBytes(a.id, b.id)
  if (sort === 'name') return rooms.sort(byName)
  // What was never put anywhere stands behind what was.
  return rooms.sort((a, b) =>
    a.position && b.position
      ? byBytes(a.position, b.position) || byBytes(a.id, b.id)
      : Number(b.position !== undefined) - Number(a.position !== undefined) || byName(a, b),
  )
}
