import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Chat } from './api.ts'
import { createChat } from './chat.ts'
import { type Host, startHost } from './testing/host.ts'
import { until } from './testing/until.ts'
import type { ChatState } from './types.ts'

let host: Host
const chats: Chat[] = []

beforeEach(async () => {
  host = await startHost()
})
afterEach(async () => {
  await Promise.all(chats.splice(0).map((chat) => chat.stop()))
  await host.close()
})

function clientOf(userId: string): Chat {
  const chat = createChat(host.options(userId))
  chats.push(chat)
  return chat
}
const bodies = (state: ChatState, roomId = 'r') => state.timelines[roomId]?.messages.map((row) => row.body)
const isLive = (state: ChatState) => state.connection.status === 'live'
const asked = (name: string) => host.asked.filter((one) => one.name === name)

describe('two people in a room', () => {
  it('K1: what one sends is drawn at once, stored once, and seen by the other', async () => {
    host.addRoom('r', ['ann', 'ben'])
    const [ann, ben] = [clientOf('ann'), clientOf('ben')]
    await Promise.all([ann.connect(), ben.connect()])
    ann.open('r')
    ben.open('r')
    const id = ann.send('r', 'hello')
    expect(ann.getState().outbox.r?.map((entry) => entry.id)).toEqual([id])
    const seen = await until(ben, (state) => bodies(state)?.length === 1)
    expect(seen.timelines.r?.messages[0]).toMatchObject({ id, body: 'hello', authorId: 'ann', seq: 1 })
    expect(seen.rooms.r).toMatchObject({ unread: 1, lastSeq: 1, rev: 1 })
    const own = await until(ann, (state) => !state.outbox.r)
    expect(bodies(own)).toEqual(['hello'])
    expect(own.rooms.r).toMatchObject({ unread: 0, readSeq: 1 })
  })

  it('C4: the ack’s row replaces the entry in one step, so a message is never missing and never doubled', async () => {
    host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => state.timelines.r?.loading === null && !state.timelines.r.empty)
    const drawn = new Set<number>()
    ann.subscribe(() => {
      const state = ann.getState()
      drawn.add((state.timelines.r?.messages.length ?? 0) + (state.outbox.r?.length ?? 0))
    })
    ann.send('r', 'one')
    await until(ann, (state) => !state.outbox.r)
    expect([...drawn]).toEqual([1])
  })

  it('keeps the order of what was written, also when a message is answered late', async () => {
    const model = host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    await ann.connect()
    const texts = Array.from({ length: 20 }, (_, index) => String(index))
    let refused = 0
    host.intercept((payload: { body?: string }, _by, name) =>
      name === 'message:send' && payload.body === '3' && refused++ < 2
        ? { ok: false, error: { code: 'unavailable', message: 'later', retryAfterMs: 5 } }
        : undefined,
    )
    for (const text of texts) ann.send('r', text)
    await until(ann, (state) => !state.outbox.r)
    expect(model.rows().map((row) => row.body)).toEqual(texts)
    expect(refused).toBe(3)
  })

  it('a message that is refused for good is kept as failed and the next one goes', async () => {
    const model = host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    await ann.connect()
    const stop = host.intercept((payload: { body?: string }, _by, name) =>
      name === 'message:send' && payload.body === 'bad'
        ? { ok: false, error: { code: 'blocked_by_rule', message: 'no' } }
        : undefined,
    )
    const bad = ann.send('r', 'bad')
    ann.send('r', 'good')
    const state = await until(ann, ({ outbox }) => outbox.r?.length === 1 && outbox.r[0]?.state === 'failed')
    expect(state.outbox.r?.[0]).toMatchObject({ id: bad, error: { code: 'blocked_by_rule', message: 'no' } })
    expect(model.rows().map((row) => row.body)).toEqual(['good'])
    stop()
    ann.retry(bad)
    await until(ann, ({ outbox }) => !outbox.r)
    expect(model.rows().map((row) => row.body)).toEqual(['good', 'bad'])
  })

  it('C1 C2: after a cut everything that was missed is there, and what was written meanwhile is sent', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: 'first' }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 1)
    host.cut()
    await until(ann, (state) => !isLive(state))
    host.commit('r', [
      { do: 'edit', seq: 1, body: 'first, edited' },
      { do: 'send', by: 'ben', body: 'second' },
    ])
    ann.send('r', 'third')
    ann.retryNow()
    const state = await until(ann, (now) => isLive(now) && !now.outbox.r && bodies(now)?.length === 3)
    expect(bodies(state)).toEqual(['first, edited', 'second', 'third'])
    expect(state.timelines.r?.messages).toEqual(model.rows())
    expect(state.rooms.r?.rev).toBe(model.rev)
  })

  it('C2 D2: a thread that was unfollowed elsewhere during a cut is followed here no more', async () => {
    host.addRoom('r', ['ann', 'ben'])
    for (const thread of ['t', 'u']) host.addRoom(thread, ['ann', 'ben'], 'THREAD')
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('u')
    await until(ann, ({ rooms, timelines }) => rooms.t !== undefined && timelines.u?.loading === null)
    host.intercept((payload, by, name) => {
      if (name !== 'session:hello') return undefined
      const { data } = host.reply(name, payload, by) as { data: object }
      return { ok: true, data: { ...data, gone: [], left: ['t', 'u'] } }
    })
    for (const thread of ['t', 'u']) host.members(thread).delete('ann')
    host.cut()
    await until(ann, (state) => !isLive(state))
    ann.retryNow()
    const { rooms } = await until(ann, (state) => isLive(state) && state.rooms.t === undefined)
    // On screen it stays, to be read.
    expect(rooms.u).toBeDefined()
    expect(rooms.u?.role).toBeUndefined()
  })

  it('C1: a lost frame is asked for when the next one comes', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (now) => now.timelines.r?.empty === false)
    host.commit('r', [{ do: 'send', by: 'ben', body: '1' }], { lose: true })
    host.commit('r', [{ do: 'send', by: 'ben', body: '2' }])
    const state = await until(ann, (now) => bodies(now)?.length === 2)
    expect(state.timelines.r?.messages).toEqual(model.rows())
    await until(ann, ({ rooms }) => rooms.r?.unread === 2)
  })

  it('K3: a lost last frame is asked for when the heads are told', async () => {
    host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => state.timelines.r?.empty === false)
    host.commit('r', [{ do: 'send', by: 'ben', body: '1' }], { lose: true })
    host.emit('ann', 'room:heads', { heads: { r: 1, unknown: 4 } })
    await until(ann, (state) => bodies(state)?.length === 1)
    expect(asked('room:sync')).toHaveLength(1)
  })

  it('K3: rooms that are stale by the hundred are asked for within the limits', { timeout: 30_000 }, async () => {
    const rooms = Array.from({ length: 150 }, (_, i) => `r${i}`)
    for (const roomId of rooms) {
      host.addRoom(roomId, ['ann', 'ben'])
      host.commit(roomId, [{ do: 'send', by: 'ben', body: '1' }])
    }
    const ann = clientOf('ann')
    await ann.connect()
    // As the server limits, with smaller numbers: fifty at once, then a hundred a second.
    let [tokens, at, refused] = [50, Date.now(), 0]
    host.intercept((_payload, _by, name) => {
      if (name !== 'room:sync') return undefined
      const now = Date.now()
      tokens = Math.min(50, tokens + (now - at) / 10)
      at = now
      if (tokens >= 1) {
        tokens -= 1
        return undefined
      }
      refused += 1
      return { ok: false, error: { code: 'rate_limited', message: 'slow', retryAfterMs: Math.ceil((1 - tokens) * 10) } }
    })
    for (const roomId of rooms) host.commit(roomId, [{ do: 'send', by: 'ben', body: '2' }], { lose: true })
    host.emit('ann', 'room:heads', { heads: Object.fromEntries(rooms.map((roomId) => [roomId, 2])) })
    await until(ann, (state) => rooms.every((roomId) => state.rooms[roomId]?.rev === 2))
    expect(refused).toBeLessThan(30)
    expect(asked('room:sync')).toHaveLength(150 + refused)
  })

  it('C2: a frame that comes before hello’s answer is applied after it', async () => {
    host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    host.intercept((payload, by, name) => {
      if (name !== 'session:hello') return undefined
      const answer = host.reply(name, payload, by)
      host.commit('r', [{ do: 'send', by: 'ben', body: 'told before the answer, not in it' }])
      return answer
    })
    ann.open('r')
    await ann.connect()
    const state = await until(ann, (now) => bodies(now)?.length === 1)
    expect(state.rooms.r?.unread).toBe(1)
    expect(asked('room:sync')).toEqual([])
  })

  it('C6: another epoch drops what was held, and what is on screen is loaded again', async () => {
    host.addRoom('r', ['ann', 'ben'])
    for (const body of ['a', 'b', 'c']) host.commit('r', [{ do: 'send', by: 'ben', body }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 3)
    host.setEpoch('epoch-2')
    host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: 'restored' }])
    host.cut()
    const state = await until(ann, (now) => isLive(now) && bodies(now)?.join() === 'restored')
    expect(state.rooms.r?.rev).toBe(1)
  })

  it.each([
    ['on screen', true],
    ['off screen', false],
  ])('C1: a gap that is too long to be told loads a room %s afresh', async (_where, isOpen) => {
    const model = host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: '1' }])
    const ann = clientOf('ann')
    await ann.connect()
    const close = ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 1)
    if (!isOpen) close()
    host.intercept((_payload, _by, name) =>
      name === 'room:sync' ? { ok: true, data: { reset: true, rev: model.rev } } : undefined,
    )
    host.commit('r', [{ do: 'edit', seq: 1, body: '1, edited' }], { lose: true })
    for (const body of ['2', '3']) host.commit('r', [{ do: 'send', by: 'ben', body }])
    await until(ann, ({ rooms }) => rooms.r?.unread === 3)
    if (!isOpen) ann.open('r')
    host.commit('r', [{ do: 'send', by: 'ben', body: '4' }])
    const state = await until(ann, (now) => bodies(now)?.length === 4 && now.rooms.r?.unread === 4)
    expect(state.timelines.r?.messages).toEqual(model.rows())
    expect(state.rooms.r?.rev).toBe(model.rev)
  })

  it('C1: hello’s resets load the window again, around what was on screen', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    for (let count = 1; count <= 200; count += 1) host.commit('r', [{ do: 'send', by: 'ann', body: String(count) }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 50)
    await ann.jumpTo('r', 60)
    host.cut()
    await until(ann, (state) => !isLive(state))
    host.commit('r', [{ do: 'edit', seq: 60, body: 'edited' }], { lose: true })
    host.intercept((payload, by, name) => {
      const answer = name === 'session:hello' ? host.reply(name, payload, by) : undefined
      return answer?.ok ? { ok: true, data: { ...(answer.data as object), changes: [], resets: ['r'] } } : undefined
    })
    const state = await until(ann, (now) => isLive(now) && (bodies(now)?.includes('edited') ?? false))
    expect(state.timelines.r).toMatchObject({ hasAfter: true, hasBefore: true })
    expect(state.rooms.r?.rev).toBe(model.rev)
  })

  it('a public room can be looked at without joining, and joining makes it heard', async () => {
    host.addRoom('r', ['ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: '1' }])
    const ann = clientOf('ann')
    await ann.connect()
    const close = ann.open('r')
    const seen = await until(ann, (state) => bodies(state)?.length === 1)
    expect(seen.rooms.r).not.toHaveProperty('role')
    close()
    expect(ann.getState().rooms.r).toBeUndefined()
    ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 1)
    host.members('r').add('ann')
    host.join('ann', 'r')
    host.emit('ann', 'room:added', { room: host.summary('r', 'ann'), meRev: 2 })
    await until(ann, ({ rooms }) => rooms.r?.role === 'member')
    host.commit('r', [{ do: 'send', by: 'ben', body: '2' }])
    await until(ann, (state) => bodies(state)?.join() === '1,2')
  })

  it('opens where the unread ones begin when that is further back than a page, and joins the end page by page', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    for (let count = 1; count <= 200; count += 1) host.commit('r', [{ do: 'send', by: 'ben', body: String(count) }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    const first = await until(ann, (state) => (bodies(state)?.length ?? 0) > 0)
    expect(first.timelines.r).toMatchObject({ hasBefore: false, hasAfter: true })
    expect(first.timelines.r?.messages[0]?.seq).toBe(1)
    host.commit('r', [{ do: 'send', by: 'ben', body: '201' }])
    while (ann.getState().timelines.r?.hasAfter) await ann.loadAfter('r')
    const state = await until(ann, (now) => bodies(now)?.length === 201)
    expect(state.timelines.r?.messages).toEqual(model.rows())
  })

  it('C5: jumps to a message and back, and pages towards the start', async () => {
    host.addRoom('r', ['ann', 'ben'])
    for (let count = 1; count <= 300; count += 1) host.commit('r', [{ do: 'send', by: 'ann', body: String(count) }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => bodies(state)?.length === 50)
    await ann.jumpTo('r', 100)
    const there = ann.getState().timelines.r
    expect(there?.hasAfter).toBe(true)
    expect(there?.messages.some((row) => row.seq === 100)).toBe(true)
    await ann.loadBefore('r')
    expect(ann.getState().timelines.r?.messages[0]?.seq).toBe(there!.messages[0]!.seq - 50)
    await ann.jumpToPresent('r')
    expect(ann.getState().timelines.r).toMatchObject({ hasAfter: false, hasBefore: true })
    expect(ann.getState().timelines.r?.messages.at(-1)?.seq).toBe(300)
  })

  it('C5: a page that stays open keeps the newest 1,000 messages of a room that is read to its end, and has the others again', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, ({ timelines }) => timelines.r?.loading === null && !timelines.r.empty)
    for (let frame = 0; frame < 16; frame += 1)
      host.commit(
        'r',
        Array.from({ length: 100 }, () => ({ do: 'send', by: 'ben', body: 'x' })),
      )
    await until(ann, ({ timelines }) => timelines.r?.messages.length === 1_600)
    ann.markRead('r', 1_599)
    expect(ann.getState().timelines.r?.messages).toHaveLength(1_600)
    ann.markRead('r', 1_600)
    expect(ann.getState().timelines.r).toMatchObject({ hasBefore: true, hasAfter: false })
    expect(ann.getState().timelines.r?.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, i) => 601 + i))
    host.commit('r', [{ do: 'send', by: 'ben', body: 'new' }])
    await until(ann, ({ timelines }) => timelines.r?.messages.length === 1_001)
    await ann.loadBefore('r')
    expect(ann.getState().timelines.r?.messages).toEqual(model.rows().slice(550))
  })

  it('counts unread and mentions live, clears them on reading, and takes deleted ones back', async () => {
    host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    await ann.connect()
    host.commit('r', [
      { do: 'send', by: 'ben', body: '1' },
      { do: 'send', by: 'ben', body: '@ann', mentions: ['ann'] },
      { do: 'send', by: 'ben', body: '3' },
    ])
    await until(ann, ({ rooms }) => rooms.r?.unread === 3 && rooms.r.mentionCount === 1)
    host.commit('r', [{ do: 'delete', seq: 2 }])
    await until(ann, ({ rooms }) => rooms.r?.unread === 2 && rooms.r.mentionCount === 0)
    ann.markRead('r', 3)
    expect(ann.getState().rooms.r).toMatchObject({ unread: 0, readSeq: 3 })
    ann.markRead('r', 2)
    expect(ann.getState().rooms.r?.readSeq).toBe(3)
    await ann.markUnread('r', 3)
    expect(host.summary('r', 'ann')).toMatchObject({ unread: 1, readSeq: 2 })
    await until(ann, ({ rooms }) => rooms.r?.unread === 1)
  })

  it('a room comes and goes with what the server tells, in the order of the person’s clock', async () => {
    host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    await ann.connect()
    host.addRoom('dm', ['ann', 'ben'], 'DIRECT')
    host.join('ann', 'dm')
    const added = host.summary('dm', 'ann')
    host.commit('dm', [{ do: 'send', by: 'ben', body: 'hi' }])
    host.emit('ann', 'room:added', { room: added, meRev: 2 })
    await until(ann, ({ rooms }) => rooms.dm?.unread === 1)
    host.emit('ann', 'room:removed', { roomId: 'dm', reason: 'kicked', meRev: 4 })
    host.emit('ann', 'room:updated', { room: added, meRev: 3 })
    host.emit('ann', 'server:notice', { id: 'done', body: 'done', level: 'info' })
    const state = await until(ann, ({ notices }) => notices.length > 0)
    expect(state.rooms.dm).toBeUndefined()
  })

  it('C2: what was told of a person before hello’s answer does not undo it', async () => {
    host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    host.intercept((payload, by, name) => {
      if (name === 'session:hello') host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 1 })
      return name === 'session:hello' ? host.reply(name, payload, by) : undefined
    })
    await ann.connect()
    expect(ann.getState().rooms.r).toBeDefined()
  })

  it('a page that is answered after its room was lost shows nothing of it again', async () => {
    host.addRoom('r', ['ann', 'ben'])
    for (let count = 1; count <= 60; count += 1) host.commit('r', [{ do: 'send', by: 'ben', body: String(count) }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, ({ timelines }) => timelines.r?.loading === null && timelines.r.messages.length > 0)
    host.intercept((_payload, _by, name) => {
      if (name !== 'room:history') return undefined
      host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 2 })
      return { ok: false, error: { code: 'not_found', message: 'no' } }
    })
    await ann.loadAfter('r')
    expect(asked('room:history')).toHaveLength(2)
    expect(ann.getState().rooms.r).toBeUndefined()
    expect(ann.getState().timelines.r).toBeUndefined()
  })

  it('X1: what was written and not sent in a room that is lost is kept as a draft of it', async () => {
    host.addRoom('r', ['ann', 'ben'])
    const ann = clientOf('ann')
    await ann.connect()
    host.intercept((_payload, _by, name) => (name === 'message:send' ? 'silence' : undefined))
    ann.send('r', 'under way')
    ann.send('r', 'behind it')
    await expect.poll(() => asked('message:send').length).toBe(1)
    host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 2 })
    const state = await until(ann, ({ rooms }) => rooms.r === undefined)
    expect(state.otherDrafts.r).toBe('under way\n\nbehind it')
    expect(state.outbox.r).toBeUndefined()
  })

  it('X1: what is refused for good in a room that is not there is kept as a draft', async () => {
    const ann = clientOf('ann')
    await ann.connect()
    host.intercept((_payload, _by, name) =>
      name === 'message:send' ? { ok: false, error: { code: 'not_found', message: 'There is no such room.' } } : undefined,
    )
    ann.send('gone', 'words from before')
    const state = await until(ann, ({ outbox }) => outbox.gone === undefined && asked('message:send').length > 0)
    expect(state.otherDrafts).toEqual({ gone: 'words from before' })
  })

  it('what was acked in a room that is lost is nowhere shown as unsent', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: 'first' }])
    const ann = clientOf('ann')
    await ann.connect()
    ann.open('r')
    await until(ann, (state) => state.timelines.r?.loading === null && !state.timelines.r.empty)
    host.intercept((_payload, _by, name) => (name === 'room:sync' ? 'silence' : undefined))
    host.lose(() => true)
    host.commit('r', [{ do: 'send', by: 'ben', body: 'unheard' }], { lose: true })
    const id = ann.send('r', 'one')
    await expect.poll(() => model.find(id) !== undefined && asked('room:sync').length > 0).toBe(true)
    // Its row waits for the one before it.
    expect(ann.getState().outbox.r?.map((entry) => entry.id)).toEqual([id])
    host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 2 })
    await until(ann, ({ rooms }) => rooms.r === undefined)
    expect(ann.getState().outbox.r).toBeUndefined()
  })

  it('a room that is lost takes its threads with it', async () => {
    host.addRoom('r', ['ann'])
    host.addRoom('t', ['ann'], 'THREAD')
    const ann = clientOf('ann')
    await ann.connect()
    host.emit('ann', 'room:updated', { room: { ...host.summary('t', 'ann'), parent: { roomId: 'r', messageId: 'm' } }, meRev: 2 })
    host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 3 })
    await until(ann, ({ rooms }) => Object.keys(rooms).length === 0)
  })

  it('a room that is not there says so in its timeline', async () => {
    const ann = clientOf('ann')
    host.intercept((_payload, _by, name) =>
      name === 'room:get' ? { ok: false, error: { code: 'not_found', message: 'no' } } : undefined,
    )
    await ann.connect()
    ann.open('nowhere')
    const state = await until(ann, ({ timelines }) => timelines.nowhere !== undefined)
    expect(state.timelines.nowhere).toMatchObject({ empty: true, error: { code: 'not_found' } })
  })

  it('a message that waits for a moderator leaves the outbox and is drawn apart', async () => {
    host.addRoom('r', ['ann'])
    const ann = clientOf('ann')
    await ann.connect()
    host.intercept((payload: { id?: string }, _by, name) =>
      name === 'message:send' ? { ok: true, data: { held: true, id: payload.id } } : undefined,
    )
    const id = ann.send('r', 'hm')
    const state = await until(ann, ({ held }) => held.r !== undefined)
    expect(state.held.r).toMatchObject([{ id, body: 'hm' }])
    expect(state.outbox.r).toBeUndefined()
  })
})
