import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { deleteDatabase, openDatabase } from '#client/cache/database.ts'
import { createKeptStore } from './kept-store.ts'
import { createMemoryStore, type KeptEntry, type OutboxStore } from './store.ts'

const entry = (id: string, tab: string, position: number): KeptEntry => ({
  id,
  tab,
  position,
  roomId: 'r',
  body: id,
  writtenAt: 1,
  state: 'queued',
})

async function keptStore(): Promise<OutboxStore> {
  await deleteDatabase('ann')
  const database = await openDatabase('ann')
  if (!database) throw new Error('no database')
  return createKeptStore(database)
}

describe.each([
  ['in memory', async () => createMemoryStore()],
  ['on the device', keptStore],
])('an outbox store %s', (_name, create) => {
  it('gives a tab its own entries, in the order they were written', async () => {
    const store = await create()
    await store.put(entry('b', 'one', 2))
    await store.put(entry('a', 'one', 1))
    await store.put(entry('c', 'two', 3))
    expect((await store.list('one')).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('C7: hands the entries of gone tabs to one tab only', async () => {
    const store = await create()
    await store.put(entry('b', 'gone', 2))
    await store.put(entry('a', 'gone', 1))
    await store.put(entry('c', 'alive', 3))
    const isGone = (tab: string) => tab === 'gone'
    const [first, second] = await Promise.all([store.adopt('one', isGone), store.adopt('two', isGone)])
    expect([...first, ...second].map(({ id }) => id)).toEqual(['a', 'b'])
    expect((await store.list('alive')).map(({ id }) => id)).toEqual(['c'])
  })

  it('replaces an entry and forgets it', async () => {
    const store = await create()
    await store.put(entry('a', 'one', 1))
    await store.put({ ...entry('a', 'one', 1), state: 'failed' })
    expect(await store.list('one')).toMatchObject([{ id: 'a', state: 'failed' }])
    await store.remove('a')
    expect(await store.list('one')).toEqual([])
  })
})
