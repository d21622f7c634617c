import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { until } from '#client/testing/until.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { startProxy } from '#server/testing/proxy.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let line: Awaited<ReturnType<typeof startProxy>>
const chats: Chat[] = []
const put = globalThis.fetch

beforeAll(async () => {
  cluster = await startCluster(2, { LIMIT_UPLOADS_PER_MINUTE: '1000', UPLOAD_MAX_MB: '3' })
  line = await startProxy(cluster.nodes[0]!.url)
  ;[, ann, bob] = (await createPeople(cluster, 3)) as [Person, Person, Person]
})
afterAll(async () => {
  await line.close()
  await Promise.all(cluster.nodes.slice(1).map((node) => node.drain()))
  await cluster.database.drop()
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(chats.splice(0).map((chat) => chat.stop()))
})

function client(person: Person, storage: 'memory' | 'indexeddb' = 'memory'): Chat {
  const chat = createChat({
    getToken: async () => ({ ...(await person.getToken()), url: line.url }),
    ...{ deviceId: person.id, userId: person.id, storage },
  })
  chats.push(chat)
  return chat
}
const words = (size: number, name = 'book.txt') => new File(['All the words. '.repeat(size / 15 + 1).slice(0, size)], name)
const attached = (chat: Chat, roomId: string) => chat.getState().uploads[roomId] ?? []
const carried = (chat: Chat, roomId: string) =>
  chat.getState().timelines[roomId]?.messages.map((row) => [row.body, row.attachments.map((file) => file.name)])

describe('files of a client', () => {
  it('E7: go up when they are attached, and their message after them, in the order it was written', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    const [asAnn, asBob] = [client(ann), client(bob)]
    await Promise.all([asAnn.connect(), asBob.connect()])
    asBob.open(roomId)
    await asAnn.attach(roomId, [words(1_000_000), words(10, 'b.txt')])
    const fileIds = attached(asAnn, roomId).map(({ id }) => id)
    asAnn.send(roomId, '', { fileIds })
    asAnn.send(roomId, 'and that was it')
    expect(attached(asAnn, roomId).every(({ messageId }) => messageId !== undefined)).toBe(true)
    await until(asBob, () => carried(asBob, roomId)?.length === 2)
    expect(carried(asBob, roomId)).toEqual([
      ['', ['book.txt', 'b.txt']],
      ['and that was it', []],
    ])
    await until(asAnn, () => attached(asAnn, roomId).length === 0)
    expect((await asBob.listFiles(roomId)).files.map(({ file }) => file.name)).toEqual(['b.txt', 'book.txt'])
  })

  it('E4: go on at another host when theirs is killed in the middle, without a byte twice', async () => {
    const roomId = await createRoom(cluster, ann)
    const sizes: number[] = []
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      sizes.push((init.body as Blob).size)
      // The second part is on its way when the host goes down.
      if (sizes.length === 2) {
        line.to(cluster.nodes[1]!.url)
        line.cut()
        await cluster.nodes[0]!.drain()
        throw new TypeError('the connection broke')
      }
      return put(url, init)
    })
    const asAnn = client(ann)
    await asAnn.connect()
    const { host } = asAnn.getState()
    await asAnn.attach(roomId, [words(2_000_000)])
    await until(asAnn, () => attached(asAnn, roomId)[0]?.state === 'ready')
    expect(asAnn.getState().host?.node).not.toBe(host?.node)
    const [first, , ...rest] = sizes
    expect(rest.reduce((sum, size) => sum + size, first!)).toBe(2_000_000)
  })

  it('E5, E2: what can’t go says why before or after it went; the message goes without it, and nothing else is lost', async () => {
    const roomId = await createRoom(cluster, ann)
    const asAnn = client(ann)
    await asAnn.connect()
    asAnn.open(roomId)
    await asAnn.attach(roomId, [
      words(3_000_001, 'big.txt'),
      new File([], 'nothing.txt'),
      new File(['<script>'], 'photo.jpg'),
      words(20),
    ])
    expect(attached(asAnn, roomId).map(({ name, error }) => [name, error?.code])).toEqual([
      ['big.txt', 'too_large'],
      ['nothing.txt', 'invalid'],
      ['photo.jpg', undefined],
      ['book.txt', undefined],
    ])
    for (const { id, state } of attached(asAnn, roomId)) if (state === 'failed') asAnn.unattach(id)
    const [photo, book] = attached(asAnn, roomId).map(({ id }) => id) as [string, string]
    const id = asAnn.send(roomId, 'look', { fileIds: [photo, book] })
    await until(asAnn, ({ outbox }) => outbox[roomId]?.[0]?.state === 'failed')
    expect(asAnn.getState().outbox[roomId]?.[0]?.error?.message).toContain('photo.jpg')
    asAnn.sendWithout(id, [photo])
    await until(asAnn, () => carried(asAnn, roomId)?.length === 1)
    expect(carried(asAnn, roomId)).toEqual([['look', ['book.txt']]])
    await expect(
      asAnn.attach(
        roomId,
        Array.from({ length: 11 }, () => words(1)),
      ),
    ).rejects.toThrow('at most 10')
  })

  it('E7: what was attached and sent offline is on the device after a reload, and goes out then; what was cancelled does not', async () => {
    const roomId = await createRoom(cluster, ann)
    const down = vi.fn(() => Promise.reject(new TypeError('offline')))
    vi.stubGlobal('fetch', down)
    const before = client(ann, 'indexeddb')
    await before.connect()
    await before.attach(roomId, [words(500_000), words(30, 'cancelled.txt'), words(40, 'in the composer.txt')])
    const [book, cancelled] = attached(before, roomId).map(({ id }) => id) as [string, string]
    before.send(roomId, 'from the train', { fileIds: [book] })
    before.unattach(cancelled)
    await until(before, () => down.mock.calls.length > 0)
    await before.stop()

    vi.unstubAllGlobals()
    const after = client(ann, 'indexeddb')
    after.open(roomId)
    await after.connect()
    await until(after, () => carried(after, roomId)?.length === 1)
    expect(carried(after, roomId)).toEqual([['from the train', ['book.txt']]])
    await until(after, () => attached(after, roomId)[0]?.state === 'ready')
    expect(attached(after, roomId).map(({ name }) => name)).toEqual(['in the composer.txt'])
    await after.forget()
  })
})
