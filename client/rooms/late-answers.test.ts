import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'

let host: Host
let ann: Chat

beforeEach(async () => {
  host = await startHost()
  host.addRoom('r', ['ann', 'ben'])
  ann = createChat(host.options('ann'))
  await ann.connect()
  await until(ann, (state) => state.rooms.r !== undefined)
})
afterEach(async () => {
  await ann.stop()
  await host.close()
})

it('C2: a room that was left here and joined again on another device meanwhile stays, however late the answer comes', async () => {
  host.intercept((_, __, name) => {
    if (name !== 'room:leave') return undefined
    const room = host.summary('r', 'ann')
    host.emit('ann', 'room:removed', { roomId: 'r', reason: 'left', meRev: 2 })
    host.emit('ann', 'room:added', { room, meRev: 3 })
    return { ok: true, data: { room: { ...room, role: undefined } } }
  })
  await ann.leave('r')
  expect(ann.getState().rooms.r?.role).toBe('member')
})

it('C2: a room that was joined here and left again on another device meanwhile stays left', async () => {
  host.addRoom('s', ['ben'])
  host.intercept((_, __, name) => {
    if (name !== 'room:join') return undefined
    const room = { ...host.summary('s', 'ann'), role: 'member' as const }
    host.emit('ann', 'room:added', { room, meRev: 2 })
    host.emit('ann', 'room:removed', { roomId: 's', reason: 'left', meRev: 3 })
    return { ok: true, data: { room } }
  })
  await ann.join('s')
  expect(ann.getState().rooms.s).toBeUndefined()
})

it('M5: a summary that was read before a message was deleted does not count it again', async () => {
  host.commit('r', [{ do: 'send', by: 'ben', body: 'one' }])
  host.commit('r', [{ do: 'send', by: 'ben', body: 'two' }])
  await until(ann, (state) => state.rooms.r?.unread === 2)
  const before = host.summary('r', 'ann')
  host.commit('r', [{ do: 'delete', seq: 1 }])
  await until(ann, (state) => state.rooms.r?.unread === 1)
  host.emit('ann', 'room:updated', { room: { ...before, notify: 'mentions' }, meRev: 2 })
  await until(ann, (state) => state.rooms.r?.notify === 'mentions')
  await until(ann, (state) => state.rooms.r?.unread === 1)
})
