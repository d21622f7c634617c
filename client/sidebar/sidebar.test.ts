import { describe, expect, it, vi } from 'vitest'
import type { Rooms } from '#client/rooms/rooms.ts'
import { createState } from '#client/state.ts'
import { Refusal } from '#protocol/errors.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { Section } from '#protocol/sidebar.ts'
import { createSidebar } from './sidebar.ts'
import { createWishes, type KeptWish, type Wish } from './wishes.ts'

const room: RoomSummary = {
  id: 'room',
  kind: 'PUBLIC',
  rev: 1,
  lastSeq: 0,
  readSeq: 0,
  unread: 0,
  mentionCount: 0,
  notify: 'all',
  role: 'member',
  memberCount: 1,
  archived: false,
  slowModeSeconds: 0,
}
const section = (id: string, more: Partial<Section> = {}) =>
  ({ id, folded: false, unreadOnly: false, meRev: 1, ...more }) as Section

/** A sidebar whose server answers as `answer` says, or not at all while it is away. */
function setUp(answer: (name: string, payload: object) => unknown = () => ({})) {
  const state = createState()
  state.set({ rooms: { room } })
  const asked: [string, object][] = []
  const kept = new Map<string, KeptWish>()
  const online = { now: true }
  const ask = async (name: string, payload: object) => {
    asked.push([name, payload])
    return answer(name, payload)
  }
  const wishes = createWishes({
    ask: ask as never,
    isLive: () => online.now,
    store: { put: (one) => kept.set(one.key, one), remove: (key) => kept.delete(key) },
    onChange: (wish: Wish) => sidebar.wished(wish),
    onDone: (wish, data) => sidebar.confirmed(wish, data),
  })
  const rooms = {
    change: (id: string, change: (one: RoomSummary) => RoomSummary) =>
      state.set({ rooms: { ...state.get().rooms, [id]: sidebar.withOwn(change(state.get().rooms[id] as RoomSummary)) } }),
  } as unknown as Rooms
  const sidebar = createSidebar({ state, rooms: () => rooms, wishes: () => wishes, onChange: () => undefined })
  return { state, sidebar, wishes, asked, kept, online }
}

describe('what a person arranges [B1]', () => {
  it('is here at once, and stays while a server that has not heard of it says otherwise', async () => {
    const { state, sidebar, online } = setUp()
    online.now = false
    void sidebar.verbs.setPlace('room', { favourite: true, sectionId: 'work' })
    void sidebar.verbs.setMuted('room', true)
    expect(state.get().rooms.room).toMatchObject({ favourite: true, sectionId: 'work', muted: true })
    expect(sidebar.withOwn({ ...room, rev: 2 })).toMatchObject({ rev: 2, favourite: true, muted: true })
  })

  it('is told in the order in which it was first wanted once there is a connection, and then kept no longer', async () => {
    const { sidebar, wishes, asked, kept, online } = setUp((name, payload) =>
      name === 'section:set' ? { section: section((payload as Section).id, payload as Partial<Section>) } : {},
    )
    online.now = false
    const { id, done } = sidebar.verbs.createSection('Work', 'a0')
    const placed = sidebar.verbs.setPlace('room', { sectionId: id })
    void sidebar.verbs.setSection(id, { sort: 'recent' })
    expect(asked).toEqual([])
    expect(kept.size).toBe(2)
    online.now = true
    wishes.resume()
    await Promise.all([done, placed])
    expect(asked).toEqual([
      ['section:set', { id, name: 'Work', position: 'a0', sort: 'recent' }],
      ['room:place', { roomId: 'room', sectionId: id }],
    ])
    expect(kept.size).toBe(0)
  })

  it('survives a reload, and one that is wanted otherwise meanwhile is told again', async () => {
    const first = setUp()
    first.online.now = false
    void first.sidebar.verbs.setPlace('room', { favourite: true })
    const second = setUp()
    second.wishes.restore([...first.kept.values()])
    expect(second.sidebar.withOwn(room)).toMatchObject({ favourite: true })
    second.wishes.resume()
    await second.sidebar.verbs.setPlace('room', { favourite: false })
    expect(second.asked.at(-1)).toEqual(['room:place', { roomId: 'room', favourite: false }])
    expect(second.sidebar.withOwn(room)).toBe(room)
  })

  it('is undone when it is refused for good, and tried again when the refusal passes', async () => {
    vi.useFakeTimers()
    let tries = 0
    const { state, sidebar } = setUp((name) => {
      if (name === 'section:set') throw new Refusal('not_found', 'This section was deleted.')
      tries += 1
      if (tries === 1) throw new Refusal('rate_limited', 'Too fast.', { retryAfterMs: 500 })
      return {}
    })
    sidebar.replace([section('work', { name: 'Work' })], undefined)
    const refused = sidebar.verbs.setSection('work', { folded: true })
    await expect(refused).rejects.toMatchObject({ code: 'not_found' })
    expect(state.get().sections.work).toMatchObject({ folded: false })
    const done = sidebar.verbs.setMuted('room', true)
    await vi.advanceTimersByTimeAsync(600)
    await done
    expect(tries).toBe(2)
    vi.useRealTimers()
  })

  it('a section that another device deleted goes, and one that was answered is not overwritten by older news', async () => {
    const { state, sidebar } = setUp((_name, payload) => ({ section: section('work', { ...payload, meRev: 9 }) }))
    sidebar.replace([section('work', { name: 'Work' })], { notify: 'mentions' })
    await sidebar.verbs.setSection('work', { name: 'Projects' })
    sidebar.section(section('work', { name: 'Old', meRev: 3 }))
    expect(state.get().sections.work?.name).toBe('Projects')
    sidebar.section(section('work', { gone: true, meRev: 10 }))
    expect(state.get().sections).toEqual({})
    expect(state.get().preferences).toEqual({ notify: 'mentions' })
  })

  it('a level that follows the default is what the default is', () => {
    const { state, sidebar, online } = setUp()
    online.now = false
    sidebar.replace([], { notify: 'mentions' })
    void sidebar.verbs.setNotify('room', 'none')
    expect(state.get().rooms.room).toMatchObject({ notify: 'none', notifyOwn: true })
    void sidebar.verbs.setNotify('room', 'default')
    expect(state.get().rooms.room?.notify).toBe('mentions')
    expect(state.get().rooms.room?.notifyOwn).toBe(false)
  })
})
