import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ask } from '#client/connection/ask.ts'
import { NoAnswer } from '#client/connection/ask.ts'
import type { FilesState } from '#client/files/uploads.ts'
import type { OutboxEntry } from '#client/types.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import { createOutbox, type OutboxDeps } from './outbox.ts'
import { createMemoryStore } from './store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Sent = { id: string; roomId: string; body: string }

const noFiles: OutboxDeps['files'] = {
  restore: async () => {},
  stateOf: () => 'ready' as FilesState,
  retry() {},
  again() {},
  stored() {},
  cancel() {},
}

function scene({ tab = 'tab', store = createMemoryStore(), files = noFiles } = {}) {
  const asked: { sent: Sent; resolve(): void; reject(error: unknown): void }[] = []
  const entries: Record<string, readonly OutboxEntry[]> = {}
  const flags = { live: true, seen: true, refreshed: 0 }
  const ask = ((_name: string, sent: Sent) =>
    new Promise((resolve, reject) => {
      asked.push({ sent, resolve: () => resolve({ message: { ...sent, seq: asked.length } as unknown as Message }), reject })
    })) as unknown as Ask
  const outbox = createOutbox({
    store,
    tab,
    ask,
    isLive: () => flags.live,
    onStored: () => flags.seen,
    onHeld: () => {},
    onRefused: () => false,
    files,
    onStaleToken: () => {
      flags.refreshed += 1
    },
    onChange: (roomId, all) => {
      entries[roomId] = all
    },
    random: () => 0.5,
  })
  const add = (id: string, roomId = 'r') => outbox.add({ id, roomId, body: id, writtenAt: Date.now() })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const order = () => asked.map(({ sent }) => sent.id)
  return { outbox, asked, entries, flags, add, settle, order, store }
}

describe('the outbox', () => {
  it('E7: the files of a message that is given back with its room, or refused for good where no room shows it, are let go', async () => {
    const cancelled: string[] = []
    const files = { ...noFiles, cancel: (ids: readonly string[]) => void cancelled.push(...ids) }
    const { outbox, settle } = scene({ files })
    for (const id of ['a', 'b']) outbox.add({ id, roomId: 'r', body: id, writtenAt: Date.now(), fileIds: [`file of ${id}`] })
    await settle()
    expect(outbox.takeLost('r').map(({ body }) => body)).toEqual(['a', 'b'])
    expect(cancelled).toEqual(['file of a', 'file of b'])
  })

  it('K1: one message of a room is under way at a time, rooms do not wait for each other', async () => {
    const { add, asked, order, settle } = scene()
    for (const id of ['a', 'b']) add(id)
    add('x', 'other')
    expect(order()).toEqual(['a', 'x'])
    asked[0]?.resolve()
    await settle()
    expect(order()).toEqual(['a', 'x', 'b'])
  })

  it('K1: without an answer the same id goes again, before anything else of its room', async () => {
    const { add, asked, order, settle, entries } = scene()
    for (const id of ['a', 'b']) add(id)
    asked[0]?.reject(new NoAnswer())
    await settle()
    expect(order()).toEqual(['a', 'a'])
    asked[1]?.resolve()
    await settle()
    expect(entries.r?.map((entry) => [entry.id, entry.state])).toEqual([['b', 'sending']])
  })

  it('what asks for confirmation is kept so on the device, asks so when it is sent, and once it is sent again', async () => {
    const { outbox, asked, settle, store, flags } = scene()
    flags.live = false
    outbox.add({ id: 'a', roomId: 'r', body: 'a', confirm: true, writtenAt: Date.now() })
    await settle()
    const later = scene({ store })
    await later.outbox.restore()
    expect(asked).toEqual([])
    expect(later.asked[0]?.sent).toEqual({ id: 'a', roomId: 'r', body: 'a', confirm: true })
    later.asked[0]?.reject(new NoAnswer())
    await settle()
    expect(later.asked[1]?.sent).toEqual({ id: 'a', roomId: 'r', body: 'a', confirm: true })
  })

  it('a refusal that says later is waited for, and the room’s order with it', async () => {
    const { add, asked, order, settle, entries } = scene()
    for (const id of ['a', 'b']) add(id)
    asked[0]?.reject(new Refusal('slow_mode', 'slow', { retryAfterMs: 5_000 }))
    await settle()
    expect(entries.r?.[0]).toMatchObject({ state: 'queued', error: { code: 'slow_mode', retryAt: Date.now() + 5_250 } })
    await vi.advanceTimersByTimeAsync(5_249)
    expect(order()).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(order()).toEqual(['a', 'a'])
    expect(entries.r?.[0]).not.toHaveProperty('error')
  })

  it('a stale token is refreshed before the message goes again', async () => {
    const { add, asked, settle, flags, order } = scene()
    add('a')
    asked[0]?.reject(new Refusal('token_expired', 'old'))
    await settle()
    expect(flags.refreshed).toBe(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(order()).toEqual(['a', 'a'])
  })

  it('a final refusal fails the message, keeps it over a reload, and lets the next one go', async () => {
    const { add, asked, settle, entries, order, store } = scene()
    for (const id of ['a', 'b']) add(id)
    asked[0]?.reject(new Refusal('muted', 'quiet'))
    await settle()
    expect(order()).toEqual(['a', 'b'])
    expect(entries.r?.[0]).toMatchObject({ state: 'failed', error: { code: 'muted', message: 'quiet' } })
    expect(await store.list('tab')).toMatchObject([{ id: 'a', state: 'failed' }, { id: 'b' }])
  })

  it('nothing is sent without a connection; with one every room goes on in order', async () => {
    const { add, flags, outbox, order, asked, settle } = scene()
    flags.live = false
    for (const id of ['a', 'b']) add(id)
    expect(order()).toEqual([])
    flags.live = true
    outbox.resume()
    asked[0]?.resolve()
    await settle()
    expect(order()).toEqual(['a', 'b'])
  })

  it('a live frame with the id settles the message before its ack, which then changes nothing', async () => {
    const { add, outbox, entries, asked, settle } = scene()
    add('a')
    outbox.seen(['a'])
    expect(entries.r).toEqual([])
    asked[0]?.resolve()
    await settle()
    expect(entries.r).toEqual([])
  })

  it('an acked message whose row can’t be drawn yet stays drawn until it can', async () => {
    const { add, outbox, entries, asked, flags, settle, order } = scene()
    flags.seen = false
    for (const id of ['a', 'b']) add(id)
    asked[0]?.resolve()
    await settle()
    expect(order()).toEqual(['a', 'b'])
    expect(entries.r?.map((entry) => entry.id)).toEqual(['a', 'b'])
    outbox.settle('r', (id) => id === 'a')
    expect(entries.r?.map((entry) => entry.id)).toEqual(['b'])
  })

  it('C7: a tab finds what its earlier page left, and takes over what a gone tab left, in the order it was written', async () => {
    const store = createMemoryStore()
    const first = scene({ store, tab: 'gone' })
    first.flags.live = false
    for (const id of ['a', 'b', 'c']) first.add(id)
    const other = scene({ store, tab: 'other' })
    await other.outbox.adopt((tab) => tab === 'nobody')
    expect(other.order()).toEqual([])
    await other.outbox.adopt((tab) => tab === 'gone')
    for (let count = 0; count < 3; count += 1) {
      other.asked[count]?.resolve()
      await other.settle()
    }
    expect(other.order()).toEqual(['a', 'b', 'c'])
    expect(await store.list('other')).toEqual([])
  })

  it('what was written more than a day ago waits to be asked for', async () => {
    const { outbox, store, entries, order, settle } = scene()
    await store.put({
      id: 'old',
      roomId: 'r',
      body: 'old',
      writtenAt: Date.now() - 90_000_000,
      state: 'queued',
      tab: 'tab',
      position: 1,
    })
    await outbox.restore()
    expect(entries.r?.[0]?.state).toBe('failed')
    expect(order()).toEqual([])
    outbox.retry('old')
    await settle()
    expect(order()).toEqual(['old'])
  })

  it('holds 500 unsent messages and refuses another one until there is room', () => {
    const { add, outbox, flags, entries } = scene()
    flags.live = false
    for (let count = 0; count < 500; count += 1) add(`m${count}`)
    expect(() => add('more')).toThrow(expect.objectContaining({ code: 'too_large' }))
    expect(entries.r).toHaveLength(500)
    outbox.discard('m0')
    add('more')
    expect(entries.r?.at(-1)?.id).toBe('more')
  })

  it('E7: a message waits for its files and what was written after it waits behind it; other rooms go on', async () => {
    const state = { of: 'waiting' as FilesState, stored: [] as string[] }
    const files = { ...noFiles, stateOf: () => state.of, stored: (ids: readonly string[]) => void state.stored.push(...ids) }
    const { outbox, add, asked, order, settle } = scene({ files })
    outbox.add({ id: 'a', roomId: 'r', body: '', writtenAt: Date.now(), fileIds: ['f'] })
    add('b')
    add('x', 'other')
    expect(order()).toEqual(['x'])
    state.of = 'ready'
    outbox.filesChanged('r')
    expect(asked.at(-1)?.sent).toEqual({ id: 'a', roomId: 'r', body: '', attachmentIds: ['f'] })
    asked.at(-1)?.resolve()
    await settle()
    expect([order(), state.stored]).toEqual([['x', 'a', 'b'], ['f']])
  })

  it('E7: a file that can’t be sent fails its message and lets the next one go; it goes without it, or not at all', async () => {
    const gone: string[] = []
    const bad = new Refusal('invalid', 'it lies')
    const state = { of: bad as FilesState }
    const files = { ...noFiles, stateOf: () => state.of, cancel: (ids: readonly string[]) => void gone.push(...ids) }
    const { outbox, add, asked, order, settle, entries } = scene({ files })
    outbox.add({ id: 'a', roomId: 'r', body: 'words', writtenAt: Date.now(), fileIds: ['f', 'g'] })
    add('b')
    expect(order()).toEqual(['b'])
    expect(entries.r?.[0]).toMatchObject({ state: 'failed', error: { code: 'invalid', message: 'it lies' } })
    asked[0]?.resolve()
    await settle()
    state.of = 'ready'
    outbox.sendWithout('a', ['f'])
    expect(gone).toEqual(['f'])
    expect(asked.at(-1)?.sent).toEqual({ id: 'a', roomId: 'r', body: 'words', attachmentIds: ['g'] })
    asked.at(-1)?.resolve()
    await settle()
    state.of = bad
    outbox.add({ id: 'c', roomId: 'r', body: '', writtenAt: Date.now(), fileIds: ['h'] })
    outbox.sendWithout('c', ['h'])
    expect([new Set(gone), entries.r]).toEqual([new Set(['f', 'h']), []])
  })

  it('E7: files that the server lost go up again before their message does', async () => {
    const again: string[] = []
    const { outbox, asked, order, settle } = scene({
      files: { ...noFiles, again: (ids: readonly string[]) => void again.push(...ids) },
    })
    outbox.add({ id: 'a', roomId: 'r', body: '', writtenAt: Date.now(), fileIds: ['f'] })
    asked[0]?.reject(new Refusal('conflict', 'gone', { fields: { attachmentIds: 'not there' } }))
    await settle()
    expect([again, order()]).toEqual([['f'], ['a', 'a']])
  })

  it('a discarded message is gone from the device too', async () => {
    const { add, outbox, flags, store, entries } = scene()
    flags.live = false
    add('a')
    outbox.discard('a')
    expect(entries.r).toEqual([])
    expect(await store.list('tab')).toEqual([])
  })
})
