import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { createKeptStore } from '#client/outbox/kept-store.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'
import { createCache, type Saved } from './cache.ts'
import { deleteDatabase, openDatabase } from './database.ts'

const offline = {
  getToken: () => Promise.reject(new Error('nobody is there')),
  deviceId: 'device',
  userId: 'ann',
}
const me = { id: 'ann', username: 'ann', displayName: 'Ann', role: 'member' as const }

describe('what a device remembers', () => {
  let host: Host
  const chats: Chat[] = []

  beforeEach(async () => {
    await deleteDatabase('ann')
    host = await startHost()
  })
  afterEach(async () => {
    await Promise.all(chats.splice(0).map((chat) => chat.stop()))
    await host.close()
  })
  function client(): Chat {
    const chat = createChat(host.options('ann', { storage: 'indexeddb' }))
    chats.push(chat)
    return chat
  }
  /** A chat that looked at room `r` and went. */
  async function visit() {
    const chat = client()
    await chat.connect()
    chat.open('r')
    await until(chat, ({ timelines }) => timelines.r?.empty === false)
    await chat.stop()
  }

  it('C6: a reload paints rooms and rows before the network answers', async () => {
    host.addRoom('r', ['ann', 'ben'])
    for (const body of ['1', '2']) host.commit('r', [{ do: 'send', by: 'ben', body }])
    await visit()
    host.intercept((_payload, _by, name) => (name === 'session:hello' ? 'silence' : undefined))
    const chat = client()
    void chat.connect()
    const state = await until(chat, ({ starting }) => !starting)
    expect(state.me?.id).toBe('ann')
    expect(state.rooms.r).toMatchObject({ unread: 2, rev: 2 })
    expect(state.timelines.r?.messages.map((row) => row.body)).toEqual(['1', '2'])
    expect(state.connection.status).not.toBe('live')
  })

  it('C6: after a reload only what changed is asked for, and the rows end equal to the server', async () => {
    const model = host.addRoom('r', ['ann', 'ben'])
    for (const body of ['1', '2']) host.commit('r', [{ do: 'send', by: 'ben', body }])
    await visit()
    host.commit('r', [
      { do: 'edit', seq: 1, body: '1, edited' },
      { do: 'send', by: 'ben', body: '3' },
    ])
    const before = host.asked.length
    const chat = client()
    await chat.connect()
    chat.open('r')
    const state = await until(chat, ({ timelines }) => timelines.r?.messages.length === 3)
    expect(state.timelines.r?.messages).toEqual(model.rows())
    const since = host.asked.slice(before)
    expect(since.find(({ name }) => name === 'session:hello')?.payload).toMatchObject({
      epoch: 'epoch-1',
      meRev: 1,
      revs: { r: 2 },
    })
    expect(since.filter(({ name }) => name === 'room:history')).toEqual([])
  })

  it('C6: a room that was lost meanwhile is gone from the device', async () => {
    host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: 'secret' }])
    await visit()
    host.members('r').delete('ann')
    const chat = client()
    await chat.connect()
    expect(chat.getState().rooms).toEqual({})
    expect(chat.getState().timelines).toEqual({})
    await chat.stop()
    const database = await openDatabase('ann')
    expect([await database?.getAllKeys('rooms'), await database?.getAllKeys('rows')]).toEqual([[], []])
    database?.close()
  })

  it('C6: another epoch drops all of it', async () => {
    host.addRoom('r', ['ann', 'ben'])
    host.commit('r', [{ do: 'send', by: 'ben', body: 'old history' }])
    await visit()
    host.setEpoch('epoch-2')
    host.addRoom('r', ['ann', 'ben'])
    const chat = client()
    await chat.connect()
    expect(chat.getState().rooms.r).toMatchObject({ rev: 0, unread: 0 })
    await chat.stop()
    const database = await openDatabase('ann')
    expect(await database?.get('head', 'head')).toMatchObject({ epoch: 'epoch-2' })
    expect(await database?.getAllKeys('rows')).toEqual([])
    database?.close()
  })

  it('C7: what was written offline survives a closed tab and arrives once, in order', async () => {
    const model = host.addRoom('r', ['ann'])
    await visit()
    host.refuse({ code: 'unavailable' })
    const first = client()
    void first.connect()
    await until(first, ({ connection }) => connection.status === 'waiting')
    for (const body of ['1', '2', '3']) first.send('r', body)
    await first.stop()
    host.refuse(null)
    const second = client()
    await second.connect()
    await until(second, ({ outbox, rooms }) => !outbox.r && rooms.r?.lastSeq === 3)
    expect(model.rows().map((row) => row.body)).toEqual(['1', '2', '3'])
  })

  it('a draft that was not told yet survives a reload and is told then', async () => {
    host.addRoom('r', ['ann'])
    const first = client()
    await first.connect()
    first.setDraft('r', 'half a thought')
    expect(first.getState().rooms.r?.draft).toBe('half a thought')
    await first.stop()
    const second = client()
    const told = new Promise<unknown>((done) => {
      host.intercept((payload, _by, name) => {
        if (name === 'room:draft') done(payload)
        return undefined
      })
    })
    await second.connect()
    expect(second.getState().rooms.r?.draft).toBe('half a thought')
    expect(await told).toMatchObject({ roomId: 'r', body: 'half a thought', seenAt: null, agoMs: expect.any(Number) })
  })

  it('forgetting leaves nothing', async () => {
    host.addRoom('r', ['ann'])
    const chat = client()
    await chat.connect()
    await chat.forget()
    const names = (await indexedDB.databases()).map(({ name }) => name)
    expect(names).not.toContain('parley:ann')
  })
})

describe('signing out and storage that does not answer', () => {
  it('what is written after everything was forgotten brings nothing back', async () => {
    const chat = createChat({ ...offline, storage: 'indexeddb' })
    chat.send('r', 'before')
    await chat.forget()
    chat.send('r', 'after')
    chat.setDraft('r', 'after')
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('parley:ann')
  })

  it('a device that is full refuses the memory and the adopting of messages, and nothing else breaks', async () => {
    const database = await openDatabase('ann')
    if (!database) throw new Error('no database')
    const transaction = (...args: Parameters<typeof database.transaction>) => {
      const tx = database.transaction(...args)
      queueMicrotask(() => tx.abort())
      return tx
    }
    const full = { transaction } as unknown as typeof database
    const head = { epoch: 'e', meRev: 1, me }
    await expect(createCache(full).save({ head, rooms: [], gone: [], users: [] })).rejects.toThrow()
    await expect(createKeptStore(full).adopt('tab', () => true)).rejects.toThrow()
    database.close()
  })

  it('a browser that never opens its storage is not waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.stubGlobal('indexedDB', { open: () => new EventTarget() })
    const opened = openDatabase('ann')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await opened).toBeNull()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
})

describe('two tabs write the same memory', () => {
  const room = (rev: number, body: string): Saved['rooms'][number] => ({
    room: {
      summary: {
        id: 'r',
        kind: 'PUBLIC',
        rev,
        lastSeq: 1,
        readSeq: 0,
        unread: 0,
        mentionCount: 0,
        notify: 'all',
        role: 'member',
        memberCount: 1,
        archived: false,
        slowModeSeconds: 0,
      },
      rev,
    },
    rows: {
      roomId: 'r',
      rev,
      messages: [
        {
          id: 'm',
          roomId: 'r',
          seq: 1,
          rev,
          authorId: 'ben',
          body,
          createdAt: '',
          reactions: [],
          pinned: false,
          attachments: [],
          mentions: { userIds: [], groupIds: [] },
        },
      ],
      hasBefore: false,
      savedAt: rev,
    },
  })
  const saved = (meRev: number, rooms: Saved['rooms']): Saved => ({ head: { epoch: 'e', meRev, me }, rooms, gone: [], users: [] })

  async function memory() {
    await deleteDatabase('ann')
    const database = await openDatabase('ann')
    if (!database) throw new Error('no database')
    return createCache(database)
  }

  it('C6: an older state of a room never replaces a newer one', async () => {
    const cache = await memory()
    await cache.save(saved(1, [room(9, 'new')]))
    await cache.save(saved(1, [room(8, 'old')]))
    expect((await cache.load())?.rows[0]).toMatchObject({ rev: 9, messages: [{ body: 'new' }] })
  })

  it('C6: a tab that knows less of the person writes nothing', async () => {
    const cache = await memory()
    await cache.save(saved(5, [room(1, 'a')]))
    expect(await cache.save(saved(4, [room(2, 'b')]))).toBe(false)
    expect((await cache.load())?.rooms[0]?.rev).toBe(1)
  })
})
