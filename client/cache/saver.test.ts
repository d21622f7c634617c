import { expect, it, vi } from 'vitest'
import { createState } from '#client/state.ts'
import { createWindows } from '#client/sync/windows.ts'
import { receive } from '#client/timeline/frames.ts'
import { emptyLog } from '#client/timeline/log.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import type { Cache, Saved } from './cache.ts'
import { createSaver } from './saver.ts'

const me = { id: 'me', username: 'me', displayName: 'Me', role: 'member' as const }
const room: RoomSummary = {
  id: 'r',
  kind: 'PUBLIC',
  rev: 0,
  lastSeq: 0,
  readSeq: 0,
  unread: 0,
  mentionCount: 0,
  notify: 'all',
  role: 'member',
  memberCount: 2,
  archived: false,
  slowModeSeconds: 0,
}
const row = (seq: number): Message => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  rev: seq,
  authorId: 'ben',
  body: String(seq),
  createdAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
  pinned: false,
  attachments: [],
  mentions: { userIds: [], groupIds: [] },
})

it('C6: a room that lacks rows waits, and goes to the device with rows and rev together once it joins on', async () => {
  const state = createState()
  state.set({ me, rooms: { r: room } })
  const windows = createWindows({ state, onChange() {}, draw: (_, messages) => messages })
  const window = windows.add(emptyLog(room, 'me'), { loaded: true })
  const saved: Saved[] = []
  const save = vi.fn(async (what: Saved) => {
    saved.push(what)
    return true
  })
  const cache = { save } as unknown as Cache
  const saver = createSaver({
    cache,
    state,
    windows,
    epoch: () => 'e',
    groupsRev: () => undefined,
    peopleRev: () => undefined,
    meRev: () => 1,
  })
  windows.setLog(window, receive(window.log, { roomId: 'r', prev: 1, rev: 2, messages: [row(2)] }).log)
  saver.room('r')
  await saver.stop()
  expect(saved[0]?.rooms).toEqual([])
  windows.setLog(window, receive(window.log, { roomId: 'r', prev: 0, rev: 1, messages: [row(1)] }).log)
  await saver.stop()
  expect(saved[1]?.rooms).toMatchObject([{ room: { rev: 2 }, rows: { rev: 2, messages: [{ seq: 1 }, { seq: 2 }] } }])
})
