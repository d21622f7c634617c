import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'
import type { RequestData } from '#protocol/requests.ts'

let host: Host
let ann: Chat

beforeEach(async () => {
  host = await startHost()
  host.addRoom('r', ['ann', 'ben'])
  host.commit('r', [{ do: 'send', by: 'ben', body: 'one' }])
  ann = createChat(host.options('ann'))
  await ann.connect()
  await until(ann, (state) => state.rooms.r?.unread === 1)
})
afterEach(async () => {
  await ann.stop()
  await host.close()
})

/** The server counts three unread ones and one mention, at the rev the client is at. */
function countOtherwise() {
  host.intercept((payload, by, name) => {
    if (name !== 'room:counts' && name !== 'room:get') return undefined
    const answer = host.reply(name, payload, by) as { ok: true; data: RequestData<'room:counts'> & RequestData<'room:get'> }
    for (const one of answer.data.counts ?? [answer.data.room]) Object.assign(one, { unread: 3, mentionCount: 1 })
    return answer
  })
}

it('U8: counts that went wrong here are found by comparing them with the server’s, and put right', async () => {
  expect(await ann.checkCounts()).toBe(0)
  countOtherwise()
  expect(await ann.checkCounts()).toBe(1)
  expect(ann.getState().rooms.r).toMatchObject({ unread: 3, mentionCount: 1 })
  expect(await ann.checkCounts()).toBe(0)
})

it('U8: a room that moved on meanwhile is not corrected, it catches up', async () => {
  host.intercept((_, __, name) => {
    // The frame of it is lost.
    if (name === 'room:counts') host.commit('r', [{ do: 'send', by: 'ben', body: 'two' }], { lose: true })
    return undefined
  })
  countOtherwise()
  expect(await ann.checkCounts(), 'the server is at another rev').toBe(0)
  await until(ann, (state) => state.rooms.r?.rev === 2)
})

it('U8: a room that the server no longer counts as one’s own is left', async () => {
  host.members('r').delete('ann')
  host.intercept((_, __, name) =>
    name === 'room:get' ? { ok: false, error: { code: 'not_found', message: 'There is no such room.' } } : undefined,
  )
  expect(await ann.checkCounts()).toBe(1)
  expect(ann.getState().rooms.r).toBeUndefined()
})
