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

/** Room t, of which no rows are held here. The first who asks for its summary is answered after it was lost. */
async function losingWhileAsked() {
  host.addRoom('t', ['ann', 'ben'])
  for (const body of ['one', 'two', 'three']) host.commit('t', [{ do: 'send', by: 'ben', body }])
  host.emit('ann', 'room:added', { room: host.summary('t', 'ann'), meRev: 2 })
  await until(ann, (state) => state.rooms.t !== undefined)
  const asked = () => host.asked.filter(({ name }) => name === 'room:get').length
  host.intercept((_, __, name) => {
    if (name !== 'room:get') return undefined
    if (asked() > 1) return { ok: false, error: { code: 'not_found', message: 'There is no such room.' } }
    host.emit('ann', 'room:removed', { roomId: 't', reason: 'kicked', meRev: 3 })
    return { ok: true, data: { room: host.summary('t', 'ann') } }
  })
  return asked
}

it('C2: a room that was lost while it was asked for stays lost', async () => {
  await losingWhileAsked()
  expect((await ann.getRoom('t')).id).toBe('t')
  expect(ann.getState().rooms.t).toBeUndefined()
})

it('C2: a room that was lost while its counts were in doubt stays lost', async () => {
  const asked = await losingWhileAsked()
  // What is unread behind it can't be told from what is held.
  ann.markRead('t', 1)
  await expect.poll(asked).toBe(2)
  expect(ann.getState().rooms.t).toBeUndefined()
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
