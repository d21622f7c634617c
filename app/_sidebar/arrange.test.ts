import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoomSummary } from '#protocol/models.ts'
import type { Section } from '#protocol/sidebar.ts'
import { arrange } from './arrange.ts'
import { placesFor } from './positions.ts'

const room = (id: string, more: Partial<RoomSummary> = {}): RoomSummary => ({
  id,
  kind: 'PUBLIC',
  name: id,
  rev: 1,
  lastSeq: 1,
  readSeq: 1,
  unread: 0,
  mentionCount: 0,
  notify: 'all',
  role: 'member',
  memberCount: 2,
  archived: false,
  slowModeSeconds: 0,
  ...more,
})
const section = (id: string, more: Partial<Section> = {}): Section =>
  ({ id, folded: false, unreadOnly: false, meRev: 1, ...more }) as Section
const drawn = (rooms: RoomSummary[], sections: Section[] = []) =>
  arrange(rooms, Object.fromEntries(sections.map((one) => [one.id, one])), (one) => one.name ?? '').map(
    ({ title, rooms: inside }) => `${title}: ${inside.map(({ id }) => id).join(' ')}`.trim(),
  )

describe('a sidebar [B1]', () => {
  it('is by kind where nothing was arranged, without what is archived or no one’s', () => {
    expect(
      drawn([
        room('b'),
        room('a', { kind: 'PRIVATE' }),
        room('gone', { archived: true }),
        room('other', { role: undefined } as never),
        room('old', { kind: 'DIRECT', lastAt: '2026-01-01' }),
        room('new', { kind: 'DIRECT', lastAt: '2026-02-01' }),
        room('quiet', { kind: 'THREAD' }),
        room('thread', { kind: 'THREAD', unread: 1 }),
      ]),
    ).toEqual(['Threads: thread', 'Rooms: a b', 'Direct messages: new old'])
  })

  it('has favourites on top, then sections in their places; a room of a section that is gone stands where its kind does', () => {
    expect(
      drawn(
        [
          room('fav', { favourite: true, sectionId: 'work' }),
          room('x', { sectionId: 'work' }),
          room('ann', { kind: 'DIRECT', sectionId: 'work' }),
          room('lost', { sectionId: 'deleted' }),
        ],
        [section('work', { name: 'Work', position: 'a1V' }), section('direct', { position: 'Zz' })],
      ),
    ).toEqual(['Favourites: fav', 'Direct messages:', 'Rooms: lost', 'Work: ann x'])
  })

  it('sorts by name, by what is new, or as it was put, and what was never put stands behind', () => {
    const rooms = [
      room('a', { lastAt: '2026-01-01', position: 'a2' }),
      room('c', { lastAt: '2026-01-03' }),
      room('b', { lastAt: '2026-01-02', position: 'a1' }),
    ]
    const by = (sort: Section['sort']) => drawn(rooms, [section('rooms', sort ? { sort } : {})])[0]
    expect([by('name'), by('recent'), by('own')]).toEqual(['Rooms: a b c', 'Rooms: c b a', 'Rooms: b a c'])
  })
})

describe('a place in a list', () => {
  const apply = (items: { id: string; position?: string }[], places: { id: string; position: string }[]) => {
    const at = new Map(places.map((place) => [place.id, place.position]))
    return items
      .map((item) => ({ ...item, ...(at.has(item.id) ? { position: at.get(item.id) as string } : {}) }))
      .sort((a, b) =>
        a.position && b.position ? (a.position < b.position ? -1 : 1) : Number(Boolean(b.position)) - Number(Boolean(a.position)),
      )
  }

  it('is found for every move, whatever was moved before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }), (moves) => {
        let items: { id: string; position?: string }[] = [...'abcdefghijkl'].map((id) => ({ id }))
        for (const [from, to] of moves) {
          const moved = items[from] as { id: string; position?: string }
          const others = items.filter((item) => item !== moved)
          const wanted = [...others.slice(0, to), moved, ...others.slice(to)].map(({ id }) => id)
          items = apply([...others, moved], placesFor(others, { id: moved.id }, to))
          expect(items.map(({ id }) => id)).toEqual(wanted)
        }
      }),
    )
  })

  it('costs one change where there is room, and survives equal and foreign places', () => {
    const others = [
      { id: 'a', position: 'a0' },
      { id: 'b', position: 'a1' },
    ]
    expect(placesFor(others, { id: 'c' }, 1)).toEqual([{ id: 'c', position: 'a0V' }])
    for (const position of ['a0', 'V', '0']) {
      const same = ['a', 'b'].map((id) => ({ id, position }))
      const now = apply([...same, { id: 'c' }], placesFor(same, { id: 'c' }, 1))
      expect(now.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
    }
  })
})
