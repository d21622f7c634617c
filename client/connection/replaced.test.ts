import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Chat, ChatOptions } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'
import type { ChatState } from '#client/types.ts'

let host: Host
const open: Chat[] = []

beforeEach(async () => {
  host = await startHost()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((chat) => chat.stop()))
  await host.close()
  vi.unstubAllGlobals()
})

/** A page as browsers have it, in front or not. */
function stubPage(visibilityState: 'visible' | 'hidden') {
  const page = Object.assign(new EventTarget(), { visibilityState })
  const view = new EventTarget()
  vi.stubGlobal('window', view)
  vi.stubGlobal('document', page)
  return {
    show(next: 'visible' | 'hidden') {
      page.visibilityState = next
      page.dispatchEvent(new Event('visibilitychange'))
    },
    focus: () => view.dispatchEvent(new Event('focus')),
  }
}
async function live(more: Partial<ChatOptions> = {}): Promise<Chat> {
  const chat = createChat(host.options('ann', more))
  open.push(chat)
  await chat.connect()
  expect(chat.getState().connection.status).toBe('live')
  return chat
}
const isLive = ({ connection }: ChatState) => connection.status === 'live'
const isReplaced = ({ connection }: ChatState) => connection.status === 'ended' && connection.reason === 'replaced'
async function replace(chat: Chat) {
  host.emit('ann', 'session:ended', { reason: 'replaced' })
  await until(chat, isReplaced)
}
const asked = (name: string) => host.asked.filter((one) => one.name === name).map((one) => one.payload)

describe('a page that is hidden', () => {
  it('J3 says so in hello, and whenever it changes', async () => {
    const page = stubPage('hidden')
    const chat = await live()
    expect(asked('session:hello')).toMatchObject([{ hidden: true }])
    page.show('visible')
    await vi.waitFor(() => expect(asked('session:visible')).toEqual([{ visible: true }]))
    page.show('hidden')
    await vi.waitFor(() => expect(asked('session:visible')).toEqual([{ visible: true }, { visible: false }]))
    host.cut()
    await until(chat, ({ connection }) => connection.status === 'waiting')
    page.show('visible')
    await until(chat, isLive)
    expect(asked('session:hello')).toMatchObject([{ hidden: true }, { hidden: false }])
    expect(asked('session:visible')).toHaveLength(2)
  })

  it('J3 tells what changed while hello was under way', async () => {
    const page = stubPage('visible')
    host.intercept((_payload, _by, name) => {
      if (name === 'session:hello') page.show('hidden')
      return undefined
    })
    await live()
    expect(asked('session:hello')).toMatchObject([{ hidden: false }])
    await vi.waitFor(() => expect(asked('session:visible')).toEqual([{ visible: false }]))
  })
})

describe('a connection that made room for another', () => {
  it('J4 waits until somebody comes back to its page, and needs no new token then', async () => {
    const page = stubPage('hidden')
    const options = host.options('ann')
    const getToken = vi.fn(options.getToken)
    const chat = await live({ getToken })
    await replace(chat)
    expect(await chat.openDirect(['ben']).catch((error) => error.code)).toBe('unavailable')
    page.show('hidden')
    expect(isReplaced(chat.getState())).toBe(true)
    page.show('visible')
    await until(chat, isLive)
    expect(host.handshakes).toHaveLength(2)
    expect(getToken).toHaveBeenCalledTimes(1)

    page.show('hidden')
    await replace(chat)
    await chat.stop()
    page.show('visible')
    page.focus()
    expect(chat.getState().connection.status).toBe('stopped')
  })

  it('J4 comes back by itself when its page was looked at again before it was told', async () => {
    const page = stubPage('hidden')
    const chat = await live()
    const statuses: string[] = []
    chat.subscribe(() => statuses.push(chat.getState().connection.status))
    host.emit('ann', 'session:ended', { reason: 'replaced' })
    page.show('visible')
    await until(chat, ({ connection }) => connection.status === 'waiting')
    await until(chat, isLive)
    expect(statuses).not.toContain('ended')
    expect(asked('session:hello')).toMatchObject([{ hidden: true }, { hidden: false }])
  })

  it('J4 keeps what was unsent, in order, and sends it when it goes on', async () => {
    const room = host.addRoom('room', ['ann'])
    const chat = await live()
    await replace(chat)
    for (const body of ['one', 'two']) chat.send('room', body)
    expect(chat.getState().outbox.room).toMatchObject([
      { body: 'one', state: 'queued' },
      { body: 'two', state: 'queued' },
    ])
    // In Node there is no page to come back to: it waits to be told.
    await chat.connect()
    await until(chat, ({ outbox }) => outbox.room === undefined)
    expect(room.rows().map((row) => row.body)).toEqual(['one', 'two'])
  })

  it('J3 whoever comes back names the connection it was', async () => {
    const chat = await live()
    const first = host.connectionIds()
    host.cut()
    await until(chat, ({ connection }) => connection.status === 'waiting')
    await until(chat, isLive)
    expect(host.handshakes.map(({ former }) => former)).toEqual([undefined, ...first])
  })
})
