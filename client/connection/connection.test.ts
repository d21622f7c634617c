import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChatOptions } from '#client/api.ts'
import { type Host, startHost } from '#client/testing/host.ts'
import type { ConnectionState } from '#client/types.ts'
import { Refusal } from '#protocol/errors.ts'
import { type Connection, createConnection } from './connection.ts'

let host: Host
const open: Connection[] = []

beforeEach(async () => {
  host = await startHost()
})
afterEach(async () => {
  for (const connection of open.splice(0)) connection.stop()
  await host.close()
  vi.unstubAllGlobals()
})

type Status = ConnectionState['status']

function connect(more: Partial<ChatOptions> = {}, random = () => 0) {
  const states: ConnectionState[] = []
  const watchers = new Set<() => void>()
  const counts = { tokens: 0, lost: 0, unanswered: 0 }
  const options = host.options('ann', more)
  const connection = createConnection({
    options: {
      ...options,
      getToken: () => {
        counts.tokens += 1
        return options.getToken()
      },
    },
    tell: (state) => {
      states.push(state)
      for (const look of [...watchers]) look()
    },
    hello: (ask) => ask('session:hello', { revs: {} }),
    onEvent: () => {},
    onLive: () => {},
    onUnanswered: () => {
      counts.unanswered += 1
    },
    onLost: () => {
      counts.lost += 1
    },
    random,
  })
  open.push(connection)
  /** Resolves with the first state from now on that is as wanted. */
  const next = (isWanted: (state: ConnectionState) => boolean): Promise<ConnectionState> =>
    new Promise((resolve) => {
      const look = () => {
        const state = states.at(-1)
        if (!state || !isWanted(state)) return
        watchers.delete(look)
        resolve(state)
      }
      watchers.add(look)
    })
  const is = (status: Status) => (state: ConnectionState) => state.status === status
  return { connection, states, counts, next, is, options }
}

describe('the connection', () => {
  it('says who it is: token, protocol and device', async () => {
    const { connection, next, is, states } = connect()
    connection.start()
    await next(is('live'))
    expect(host.handshakes[0]).toMatchObject({ protocol: 1, deviceId: 'device', token: expect.stringMatching(/^ann/) })
    expect(states.map(({ status }) => status)).toEqual(['connecting', 'catching-up', 'live'])
  })

  it('comes back after a cut with the token it has', async () => {
    const { connection, next, is, counts } = connect()
    connection.start()
    await next(is('live'))
    host.cut()
    await next(is('waiting'))
    await next(is('live'))
    expect(counts).toMatchObject({ tokens: 1, lost: 1 })
    expect(host.handshakes).toHaveLength(2)
  })

  it('asks for another token 30 s before the end of the one it has', async () => {
    let asked = 0
    const { connection, next, is } = connect({
      getToken: async () => ({ token: `ann ${++asked}`, expiresAt: new Date(Date.now() + 29_000).toISOString() }),
    })
    connection.start()
    await next(is('live'))
    host.cut()
    await next(is('waiting'))
    await next(is('live'))
    expect(asked).toBe(2)
  })

  it('never gives up: after ten tries it says that the server is unreachable, and goes on', async () => {
    const { connection, next, is, states } = connect()
    host.refuse({ code: 'unavailable' })
    connection.start()
    const told = await next((state) => state.status === 'waiting' && state.unreachable)
    expect(told).toMatchObject({ attempt: 10, error: { code: 'unavailable' } })
    expect(states.filter((state) => state.status === 'waiting' && state.unreachable)).toHaveLength(1)
    host.refuse(null)
    await next(is('live'))
  })

  it('waits for as long as the server says', async () => {
    const { connection, next, is } = connect()
    host.refuse({ code: 'too_many_connections', retryAfterMs: 60_000 })
    connection.start()
    const state = await next(is('waiting'))
    expect(state.status === 'waiting' && state.retryAt - Date.now()).toBeGreaterThan(59_000)
    host.refuse(null)
    connection.retryNow()
    await next(is('live'))
  })

  it('waits with full jitter: half of 0.5 s × 2ⁿ where chance says half', async () => {
    const { connection, next, is } = connect({}, () => 0.5)
    host.refuse({ code: 'unavailable' })
    connection.start()
    const waits: number[] = []
    for (let count = 0; count < 3; count += 1) {
      const state = await next(is('waiting'))
      waits.push(state.status === 'waiting' ? state.retryAt - Date.now() : 0)
      connection.retryNow()
    }
    for (const [index, expected] of [250, 500, 1_000].entries()) expect(Math.abs((waits[index] ?? 0) - expected)).toBeLessThan(20)
  })

  it.each([
    ['banned', { reason: 'banned' }, 1],
    ['protocol_mismatch', { reason: 'protocol_mismatch' }, 1],
    // A kept token may be stale, so a fresh one is tried once.
    ['unauthorized', { reason: 'signed_out' }, 2],
  ] as const)('a refusal with %s ends it', async (code, ended, handshakes) => {
    const { connection, next, is } = connect()
    host.refuse({ code })
    connection.start()
    expect(await next(is('ended'))).toMatchObject(ended)
    expect(host.handshakes).toHaveLength(handshakes)
    await expect(connection.ask('room:list', {})).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('ends when the web host says that nobody is signed in', async () => {
    const { connection, next, is } = connect({ getToken: () => Promise.reject(new Refusal('unauthorized', 'sign in')) })
    connection.start()
    expect(await next(is('ended'))).toMatchObject({ reason: 'signed_out' })
    expect(host.handshakes).toEqual([])
  })

  it('K5: ends when the session is ended, with the reason', async () => {
    const { connection, next, is } = connect()
    connection.start()
    await next(is('live'))
    host.emit('ann', 'session:ended', { reason: 'banned', until: '2030-01-01T00:00:00.000Z' })
    expect(await next(is('ended'))).toEqual({ status: 'ended', reason: 'banned', until: '2030-01-01T00:00:00.000Z' })
  })

  it('leaves a draining node at a moment of its own and is back at once', async () => {
    const { connection, next, is, states } = connect()
    connection.start()
    await next(is('live'))
    host.emit('ann', 'server:draining', { reconnectWithinMs: 20 })
    await next(is('connecting'))
    await next(is('live'))
    expect(states.some(({ status }) => status === 'waiting')).toBe(false)
  })

  it('refreshes the session when it is told that it ends', async () => {
    const { connection, next, is } = connect()
    connection.start()
    await next(is('live'))
    const refreshed = new Promise<void>((done) => {
      host.intercept((_payload, _by, name) => {
        if (name === 'session:refresh') done()
        return undefined
      })
    })
    host.emit('ann', 'session:expiring', { expiresAt: new Date().toISOString() })
    await refreshed
  })

  it('asks a connection that says nothing after the network changed, and leaves it when it does not answer', {
    timeout: 20_000,
  }, async () => {
    const view = new EventTarget()
    vi.stubGlobal('window', view)
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
    const { connection, next, is, states } = connect()
    connection.start()
    await next(is('live'))
    const refreshed = new Promise<void>((done) => {
      host.intercept((_payload, _by, name) => {
        if (name === 'session:refresh') done()
        return undefined
      })
    })
    view.dispatchEvent(new Event('online'))
    await refreshed
    await connection.now('user:get', { ids: [] })
    expect(states.at(-1)?.status).toBe('live')
    const heal = host.intercept((_payload, _by, name) => (name === 'session:refresh' ? 'silence' : undefined))
    view.dispatchEvent(new Event('online'))
    await next(is('connecting'))
    heal()
    await next(is('live'))
  })

  it('S5: refused at the door it knocks once an attempt, by the other transport the next time, and gets in by either', async () => {
    const { connection, next, is } = connect()
    host.shut(true)
    connection.start()
    await next(is('waiting'))
    expect(host.knocks).toEqual(['websocket'])
    await next(is('connecting'))
    await next(is('waiting'))
    expect(host.knocks).toEqual(['websocket', 'polling'])
    await next(is('waiting'))
    host.shut(false)
    await next(is('live'))
    expect(host.knocks).toEqual(['websocket', 'polling', 'websocket', 'polling'])
    // Long-polling became a WebSocket, so that is what the next one begins with.
    await expect.poll(() => host.transports()).toEqual(['websocket'])
    host.cut()
    await next(is('waiting'))
    await next(is('live'))
    expect(host.knocks.at(-1)).toBe('websocket')
  })

  it('works over long-polling alone', async () => {
    const { connection, next, is } = connect({ transports: ['polling'] })
    connection.start()
    await next(is('live'))
  })

  it('a request waits for the connection, and one that is answered with later is asked again', async () => {
    const { connection } = connect()
    let refused = 0
    host.intercept((_payload, _by, name) =>
      name === 'user:get' && refused++ === 0
        ? { ok: false, error: { code: 'rate_limited', message: 'slow', retryAfterMs: 10 } }
        : undefined,
    )
    const asked = connection.ask('user:get', { ids: ['ben'] }).catch((error) => error.code)
    expect(await asked).toBe('unavailable')
    connection.start()
    expect(await connection.ask('user:get', { ids: ['ben'] })).toMatchObject({ users: [{ id: 'ben' }] })
  })

  it('a request that nobody answers is refused as unavailable', async () => {
    const { connection, next, is } = connect()
    connection.start()
    await next(is('live'))
    host.intercept((_payload, _by, name) => (name === 'user:get' ? 'silence' : undefined))
    await expect(connection.now('user:get', { ids: ['ben'] }, 20)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('C8: an answer that never comes is told, a refusal and one of a connection that is gone are not', async () => {
    const { connection, counts, next, is } = connect()
    connection.start()
    await next(is('live'))
    const stop = host.intercept((_, __, name) =>
      name === 'typing:set' ? 'silence' : { ok: false, error: { code: 'forbidden', message: 'No.' } },
    )
    await expect(connection.now('room:receipts', { roomId: 'r' }, 50)).rejects.toMatchObject({ code: 'forbidden' })
    expect(counts.unanswered).toBe(0)
    await expect(connection.now('typing:set', { roomId: 'r', typing: true }, 50)).rejects.toMatchObject({ code: 'unavailable' })
    expect(counts.unanswered).toBe(1)
    const asked = connection.now('typing:set', { roomId: 'r', typing: true }, 200)
    stop()
    host.cut()
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
    expect(counts.unanswered).toBe(1)
  })
})
