import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChat } from '#client/chat.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import { until } from '#client/testing/until.ts'
import { Refusal } from '#protocol/errors.ts'
import { createTokens } from './tokens.ts'

const away = () => Promise.reject(new Refusal('unavailable', 'The web host is away.'))
const inSeconds = (count: number) => new Date(Date.now() + count * 1_000).toISOString()

describe('the token of the handshake', () => {
  it('J6 is used to its last second when the web host is away, and not after', async () => {
    const getToken = vi.fn(away).mockImplementationOnce((async () => ({ token: 'first', expiresAt: inSeconds(20) })) as never)
    const tokens = createTokens(getToken)
    await tokens.get()
    expect((await tokens.get()).token).toBe('first')
    expect(getToken).toHaveBeenCalledTimes(2)
    tokens.keep('late', Date.now() - 1)
    await expect(tokens.get()).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is not used against the word of the web host', async () => {
    const tokens = createTokens(() => Promise.reject(new Refusal('unauthorized', 'signed out')))
    tokens.keep('held', Date.now() + 20_000)
    await expect(tokens.get()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('keeps the address of the socket host that the web host told', async () => {
    const tokens = createTokens(async () => ({ token: 'first', expiresAt: inSeconds(300), url: 'https://socket.example.org' }))
    await tokens.get()
    tokens.keep('second', Date.now() + 300_000)
    expect(await tokens.get()).toMatchObject({ token: 'second', url: 'https://socket.example.org' })
  })
})

describe('a web host that dies', () => {
  let host: Host
  beforeEach(async () => {
    host = await startHost()
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await host.close()
  })

  it('J6 ends nobody’s chat: cut off again and again, for longer than a token lasts, a client comes back', async () => {
    const options = host.options('ann')
    let isAway = false
    const chat = createChat({ ...options, getToken: () => (isAway ? away() : options.getToken()) })
    const statuses: string[] = []
    chat.subscribe(() => statuses.push(chat.getState().connection.status))
    await chat.connect()
    isAway = true
    const began = Date.now()
    for (let minutes = 4; minutes <= 16; minutes += 4) {
      const refreshed = new Promise<void>((done) => {
        const stop = host.intercept((_payload, _by, name) => {
          if (name !== 'session:refresh') return undefined
          stop()
          done()
          return undefined
        })
      })
      host.emit('ann', 'session:expiring', { expiresAt: inSeconds(60) })
      await refreshed
      // Answered in order: by now the refresh was, too.
      await chat.ensureUsers([`person ${minutes}`])
      host.cut()
      await until(chat, ({ connection }) => connection.status === 'waiting')
      vi.setSystemTime(began + minutes * 60_000)
      chat.retryNow()
      await until(chat, ({ connection }) => connection.status === 'live')
    }
    expect(host.handshakes).toHaveLength(5)
    expect(new Set(host.handshakes.map(({ token }) => token)).size).toBe(5)
    expect(statuses).not.toContain('ended')
    await chat.stop()
  })

  it('J6 whoever comes back with an old token gets a young one at once, not when the connection’s time ends', async () => {
    const chat = createChat(host.options('ann', { getToken: async () => ({ token: 'ann old', expiresAt: inSeconds(40) }) }))
    const refreshed = new Promise<void>((done) => {
      host.intercept((_payload, _by, name) => {
        if (name === 'session:refresh') done()
        return undefined
      })
    })
    await chat.connect()
    await refreshed
    await chat.stop()
  })
})
