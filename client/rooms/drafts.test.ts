import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Chat } from '#client/api.ts'
import { deleteDatabase } from '#client/cache/database.ts'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'
import type { RequestData } from '#protocol/requests.ts'

let host: Host
const chats: Chat[] = []
const client = () => {
  const chat = createChat(host.options('ann', { storage: 'indexeddb' }))
  chats.push(chat)
  return chat
}
beforeEach(async () => {
  await deleteDatabase('ann')
  host = await startHost()
  host.addRoom('r', ['ann'])
})
afterEach(async () => {
  await Promise.all(chats.splice(0).map((chat) => chat.stop()))
  await host.close()
})

/** What the server answers each draft with, and what it was told. */
function answering(answer: (payload: { body: string; seenAt?: string | null }) => RequestData<'room:draft'>) {
  const told: { body: string; seenAt?: string | null }[] = []
  host.intercept((payload, _by, name) => {
    if (name !== 'room:draft') return undefined
    const draft = payload as { body: string; seenAt?: string | null }
    told.push(draft)
    return { ok: true, data: answer(draft) }
  })
  return told
}

describe('drafts', () => {
  it('X1 what another device wrote and this one replaced is handed back, also after a reload', async () => {
    answering(() => ({ stored: true, draftAt: '2', other: 'from the phone' }))
    const first = client()
    await first.connect()
    first.setDraft('r', 'from the desk')
    await until(first, ({ otherDrafts }) => otherDrafts.r === 'from the phone')
    expect(first.getState().rooms.r?.draft).toBe('from the desk')
    await first.stop()
    const second = client()
    await second.connect()
    expect(second.getState().otherDrafts).toEqual({ r: 'from the phone' })
    second.setOtherDraft('r', '')
    expect(second.getState().otherDrafts).toEqual({})
  })

  it('X1 a newer one of another device stays in the field, and this one’s words beside it', async () => {
    answering(() => ({ stored: true, draftAt: '2', other: 'newer', isNewer: true }))
    const chat = client()
    await chat.connect()
    chat.setDraft('r', 'older')
    await until(chat, ({ otherDrafts }) => otherDrafts.r === 'older')
    expect(chat.getState().rooms.r).toMatchObject({ draft: 'newer', draftAt: '2' })
  })

  it('X1 names the draft it was written over, and what was told meanwhile as its own', async () => {
    let at = 0
    const told = answering(() => ({ stored: true, draftAt: String(++at) }))
    const chat = client()
    await chat.connect()
    chat.setDraft('r', 'one')
    await until(chat, ({ rooms }) => rooms.r?.draftAt === '1')
    chat.setDraft('r', 'one two')
    await until(chat, ({ rooms }) => rooms.r?.draftAt === '2')
    expect(told).toMatchObject([
      { body: 'one', seenAt: null },
      { body: 'one two', seenAt: '1' },
    ])
  })

  it('X1 what was written a moment ago is told at once when the page may be leaving, and kept meanwhile', async () => {
    host.intercept((_payload, _by, name) => (name === 'room:draft' ? 'silence' : undefined))
    const first = client()
    await first.connect()
    first.setDraft('r', 'half a thought')
    first.flushDrafts()
    await vi.waitFor(() => expect(host.asked.some(({ name }) => name === 'room:draft')).toBe(true))
    const { payload } = host.asked.find(({ name }) => name === 'room:draft')!
    // Written just then: it did not wait for its second of rest.
    expect(payload).toMatchObject({ roomId: 'r', body: 'half a thought', agoMs: expect.any(Number) })
    expect((payload as { agoMs: number }).agoMs).toBeLessThan(1_000)
    // The first page is never heard of again.
    const second = client()
    await second.connect()
    expect(second.getState().rooms.r?.draft).toBe('half a thought')
  })

  it('X1 what was being written in a room one was removed from is still there', async () => {
    answering(() => ({ stored: true, draftAt: '1' }))
    const chat = client()
    await chat.connect()
    chat.setDraft('r', 'half a thought')
    await until(chat, ({ rooms }) => rooms.r?.draftAt === '1')
    host.emit('ann', 'room:removed', { roomId: 'r', reason: 'kicked', meRev: 2 })
    await until(chat, ({ rooms }) => rooms.r === undefined)
    expect(chat.getState().otherDrafts).toEqual({ r: 'half a thought' })
  })

  it('X1 what the server keeps nowhere stays on this device', async () => {
    const told = answering(() => ({ stored: false }))
    const first = client()
    await first.connect()
    first.setDraft('r', 'an answer')
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 4_000 })
    await first.stop()
    const second = client()
    await second.connect()
    expect(second.getState().rooms.r?.draft).toBe('an answer')
  })
})
