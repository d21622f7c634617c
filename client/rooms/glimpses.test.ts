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
  host.commit('r', [{ do: 'send', by: 'ben', body: 'what is quoted', id: 'm1' }])
  ann = createChat(host.options('ann'))
  await ann.connect()
})
afterEach(async () => {
  await ann.stop()
  await host.close()
})

it('U4: a message that is spoken of is fetched once, also when it is wanted often, and one that is not there is told', async () => {
  for (let i = 0; i < 5; i++) ann.glimpse('r', 'm1')
  ann.glimpse('r', 'nowhere')
  const { glimpses } = await until(ann, (state) => 'm1' in state.glimpses && 'nowhere' in state.glimpses)
  expect(glimpses.m1?.body).toBe('what is quoted')
  expect(glimpses.nowhere).toBeNull()
  expect(host.asked.filter((one) => one.name === 'message:get')).toHaveLength(1)
})

it('U4: it follows edits and deletions that are told of its room', async () => {
  ann.glimpse('r', 'm1')
  await until(ann, (state) => Boolean(state.glimpses.m1))
  host.commit('r', [{ do: 'edit', seq: 1, body: 'what it says now' }])
  await until(ann, (state) => state.glimpses.m1?.body === 'what it says now')
  host.commit('r', [{ do: 'delete', seq: 1 }])
  await until(ann, (state) => state.glimpses.m1?.deletedAt !== undefined)
})
