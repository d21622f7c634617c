import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import { deleteDatabase, openDatabase } from '#client/cache/database.ts'
import { NoAnswer } from '#client/connection/ask.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import { createChanges } from './changes.ts'
import { type Change, type ChangeStore, createKeptChanges, createMemoryChanges } from './store.ts'

const message = (more: Partial<Message> = {}): Message => ({
  ...{ id: 'm', roomId: 'r', seq: 1, rev: 1, authorId: 'me', body: 'as it was', createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ reactions: [], pinned: false, attachments: [], mentions: { userIds: [], groupIds: [] } },
  ...more,
})
const edit = (body: string, id = 'm'): Change => ({ name: 'message:edit', payload: { roomId: 'r', id, body } })
const react = (emoji: string, on: boolean): Change => ({ name: 'message:react', payload: { roomId: 'r', id: 'm', emoji, on } })
const nobody = () => false

/** A queue whose server answers as `answer` says, or is away. */
function setUp({ store = createMemoryChanges(), tab = 'tab' }: { store?: ChangeStore; tab?: string } = {}) {
  const online = { now: true }
  const answers: ((change: Change) => Promise<Message>)[] = []
  const asked: Change[] = []
  const merged: Message[] = []
  const undone: [Change, string][] = []
  const waiting = { ids: new Set<string>() as ReadonlySet<string> }
  const changes = createChanges({
    ...{ me: 'me', tab, isLive: () => online.now, store },
    ask: (async (name: Change['name'], payload: Change['payload']) => {
      const change = { name, payload } as Change
      asked.push(change)
      return { message: await (answers.shift() ?? (async () => message({ rev: 2 })))(change) }
    }) as never,
    merge: (row) => void merged.push(row),
    redraw() {},
    onWaiting: (ids) => {
      waiting.ids = ids
    },
    onUndone: (change, refusal) => void undone.push([change, refusal.code]),
    onStaleToken() {},
  })
  const shown = (row = message()) => changes.draw('r', [row])[0] as Message
  return { changes, online, answers, asked, merged, undone, waiting, store, shown }
}

describe('edits and reactions without a connection [OF2]', () => {
  it('are drawn at once, wait, and are told in the order in which they were made once there is one', async () => {
    const { changes, online, asked, merged, waiting, shown } = setUp()
    online.now = false
    expect(await changes.want(edit('first'))).toBeNull()
    expect(await changes.want(react('👍', true))).toBeNull()
    expect(await changes.want(edit('second', 'n'))).toBeNull()
    expect(shown()).toMatchObject({ body: 'first', editedAt: expect.any(String) })
    expect(shown().reactions).toEqual([{ emoji: '👍', count: 1, userIds: ['me'], mine: true }])
    expect([...waiting.ids]).toEqual(['m', 'n'])
    expect(asked).toEqual([])

    online.now = true
    changes.resume()
    await vi.waitFor(() => expect(merged).toHaveLength(3))
    expect(asked).toEqual([edit('first'), react('👍', true), edit('second', 'n')])
    expect(waiting.ids.size).toBe(0)
    expect(shown()).toEqual(message())
  })

  it('of the same thing are one: the last word counts', async () => {
    const { changes, online, asked } = setUp()
    online.now = false
    await changes.want(edit('one'))
    await changes.want(react('👍', true))
    await changes.want(edit('two'))
    await changes.want(react('👍', false))
    online.now = true
    changes.resume()
    await vi.waitFor(() => expect(asked).toEqual([edit('two'), react('👍', false)]))
  })

  it('survive a reload, and a closed tab’s go to one other tab [C7]', async () => {
    await deleteDatabase('ann')
    const database = await openDatabase('ann')
    const store = createKeptChanges(database!)
    const first = setUp({ store })
    first.online.now = false
    await first.changes.want(edit('kept'))
    await first.changes.want(react('🎉', true))
    await vi.waitFor(async () => expect(await database!.count('changes')).toBe(2))

    const again = setUp({ store })
    await again.changes.adopt(nobody)
    await vi.waitFor(() => expect(again.asked).toEqual([edit('kept'), react('🎉', true)]))
    await vi.waitFor(async () => expect(await database!.count('changes')).toBe(0))

    await first.changes.want(edit('left behind'))
    await vi.waitFor(async () => expect(await database!.count('changes')).toBe(1))
    const isGone = (tab: string) => tab === 'tab'
    const others = [setUp({ store, tab: 'two' }), setUp({ store, tab: 'three' })]
    await Promise.all(others.map(({ changes }) => changes.adopt(isGone)))
    await vi.waitFor(() => expect(others.flatMap(({ asked }) => asked)).toEqual([edit('left behind')]))
    database!.close()
  })

  it('refused later are undone, and that is told; refused at once, whoever made them hears it', async () => {
    const { changes, online, answers, undone, shown } = setUp()
    const no = async () => {
      throw new Refusal('forbidden', 'You may not write here.')
    }
    answers.push(no, no)
    await expect(changes.want(edit('no'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(undone).toEqual([])
    online.now = false
    await changes.want(edit('not later either'))
    online.now = true
    changes.resume()
    await vi.waitFor(() => expect(undone).toEqual([[edit('not later either'), 'forbidden']]))
    expect(shown()).toEqual(message())
  })

  it('that were not answered wait for the next connection, and are told again', async () => {
    const { changes, answers, asked, merged } = setUp()
    answers.push(async () => {
      throw new NoAnswer()
    })
    expect(await changes.want(edit('perhaps'))).toBeNull()
    changes.resume()
    await vi.waitFor(() => expect(merged).toHaveLength(1))
    expect(asked).toEqual([edit('perhaps'), edit('perhaps')])
  })

  it('made more than a day ago are not told unasked', async () => {
    const store = createMemoryChanges()
    const madeAt = Date.now() - 25 * 3_600_000
    await store.put({ key: 'k', tab: 'tab', position: 1, madeAt, change: edit('of yesterday') })
    const { changes, asked, undone } = setUp({ store })
    await changes.adopt(nobody)
    expect(asked).toEqual([])
    expect(undone).toEqual([[edit('of yesterday'), 'unavailable']])
  })

  it('draw the very same row until something changes, and leave what was deleted as it is', async () => {
    const { changes, online } = setUp()
    online.now = false
    await changes.want(edit('new'))
    const row = message()
    expect(changes.draw('r', [row])[0]).toBe(changes.draw('r', [row])[0])
    const gone = message({ deletedAt: '2026-01-02T00:00:00.000Z' })
    expect(changes.draw('r', [gone])[0]).toBe(gone)
    changes.stop()
  })
})
