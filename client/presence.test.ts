import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Chat } from './api.ts'
import { createChat } from './chat.ts'
import { type Host, startHost } from './testing/host.ts'
import { until } from './testing/until.ts'

let host: Host
let ann: Chat

beforeEach(async () => {
  host = await startHost()
  host.addRoom('r', ['ann', 'ben', 'cy'])
  ann = createChat(host.options('ann'))
  await ann.connect()
})
afterEach(async () => {
  await ann.stop()
  await host.close()
})

const watched = () => host.asked.filter(({ name }) => name === 'presence:watch').map(({ payload }) => payload)

describe('presence', () => {
  it('K4: watches the union of what screens name, and shows no one else', async () => {
    ann.watchPresence('list', ['ben', 'cy'])
    ann.watchPresence('profile', ['ben'])
    const state = await until(ann, ({ presence }) => presence.cy !== undefined)
    expect(Object.keys(state.presence)).toEqual(['ben', 'cy'])
    expect(watched()).toEqual([{ userIds: ['ben', 'cy'] }])
    ann.watchPresence('list', [])
    expect(Object.keys(ann.getState().presence)).toEqual(['ben'])
    host.emit('ann', 'presence', { presence: [{ userId: 'cy', status: 'away', lastSeenAt: null }] })
    host.emit('ann', 'presence', { presence: [{ userId: 'ben', status: 'dnd', lastSeenAt: null }] })
    const next = await until(ann, ({ presence }) => presence.ben?.status === 'dnd')
    expect(next.presence.cy).toBeUndefined()
  })

  it('K4: is watched by a client that was stopped while it was about to ask, and started again', async () => {
    ann.watchPresence('list', ['ben'])
    await ann.stop()
    await ann.connect()
    await until(ann, ({ presence }) => presence.ben !== undefined)
    expect(watched()).toEqual([{ userIds: ['ben'] }])
  })

  it('K4: is watched again on a new connection', async () => {
    ann.watchPresence('list', ['ben'])
    await ann.setPresence({ status: 'dnd', text: 'busy' })
    await until(ann, ({ presence }) => presence.ben !== undefined)
    const again = new Promise<unknown>((done) => {
      host.intercept((payload, _by, name) => {
        if (name === 'presence:watch') done(payload)
        return undefined
      })
    })
    host.cut()
    await again
    expect(watched()).toHaveLength(2)
    // What was chosen is the server's to know: another device may have chosen since.
    expect(host.asked.filter(({ name }) => name === 'presence:set')).toHaveLength(1)
  })
})
