import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'

let host: Host
let ann: Chat

beforeEach(async () => {
  host = await startHost()
  host.addRoom('r', ['ann', 'ben'])
  for (let count = 1; count <= 10; count += 1) host.commit('r', [{ do: 'send', by: 'ben', body: String(count) }])
  ann = createChat(host.options('ann'))
  await ann.connect()
  ann.open('r')
  await until(ann, ({ timelines }) => timelines.r?.messages.length === 10)
})
afterEach(async () => {
  await ann.stop()
  await host.close()
})

const reads = () => host.asked.filter(({ name }) => name === 'room:read').map(({ payload }) => (payload as { seq: number }).seq)
const told = (name: string, count = 1) =>
  new Promise<void>((done) => {
    let seen = 0
    host.intercept((_payload, _by, other) => {
      if (other === name && ++seen === count) done()
      return undefined
    })
  })

describe('cursors', () => {
  it('reading moves at once here and is told at most once a second, the furthest only', async () => {
    const first = told('room:read')
    ann.markRead('r', 3)
    expect(ann.getState().rooms.r).toMatchObject({ readSeq: 3, unread: 7 })
    await first
    const second = told('room:read')
    const at = Date.now()
    for (const seq of [5, 7, 6]) ann.markRead('r', seq)
    expect(ann.getState().rooms.r).toMatchObject({ readSeq: 7, unread: 3 })
    await second
    expect(Date.now() - at).toBeGreaterThan(800)
    expect(reads()).toEqual([3, 7])
  })

  it('what was read offline is told with the next connection, and hello does not take it back', async () => {
    host.refuse({ code: 'unavailable' })
    host.cut()
    await until(ann, ({ connection }) => connection.status === 'waiting')
    ann.markRead('r', 10)
    host.commit('r', [{ do: 'rename', name: 'other' }])
    const again = told('room:read')
    host.refuse(null)
    ann.retryNow()
    const state = await until(ann, ({ connection, rooms }) => connection.status === 'live' && rooms.r?.name === 'other')
    expect(state.rooms.r).toMatchObject({ readSeq: 10, unread: 0 })
    await again
    expect(reads()).toEqual([10])
  })

  it('reading that could not be told is told again, as soon as the server says', async () => {
    let refused = 0
    const again = told('room:read', 2)
    host.intercept((_payload, _by, name) =>
      name === 'room:read' && refused++ === 0
        ? { ok: false, error: { code: 'unavailable', message: 'later', retryAfterMs: 10 } }
        : undefined,
    )
    ann.markRead('r', 3)
    await again
    expect(reads()).toEqual([3, 3])
  })

  it('one’s own cursor follows one’s other devices, back too; receipts of others never go back', async () => {
    host.emit('ann', 'room:cursors', { roomId: 'r', cursors: [{ userId: 'ann', readSeq: 8, deliveredSeq: 10 }], meRev: 2 })
    await until(ann, ({ rooms }) => rooms.r?.unread === 2)
    host.emit('ann', 'room:cursors', { roomId: 'r', cursors: [{ userId: 'ann', readSeq: 5, deliveredSeq: 10 }], meRev: 3 })
    await until(ann, ({ rooms }) => rooms.r?.unread === 5)
    for (const readSeq of [6, 4])
      host.emit('ann', 'room:cursors', { roomId: 'r', cursors: [{ userId: 'ben', readSeq, deliveredSeq: 9 }] })
    host.emit('ann', 'server:notice', { id: 'done', body: 'done', level: 'info' })
    const state = await until(ann, ({ notices }) => notices.length > 0)
    expect(state.cursors.r).toEqual([{ userId: 'ben', readSeq: 6, deliveredSeq: 9 }])
  })

  it('tells that somebody else’s message arrived', async () => {
    const delivered = told('room:delivered')
    host.commit('r', [{ do: 'send', by: 'ben', body: 'new' }])
    await delivered
    expect(host.asked.find(({ name }) => name === 'room:delivered')?.payload).toEqual({ roomId: 'r', seq: 11 })
  })
})
