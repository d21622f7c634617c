import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer, type TestServer } from '#server/testing/server.ts'

let direct: TestServer
let proxied: TestServer
const open: WebSocket[] = []

beforeAll(async () => {
  direct = await startServer({ LIMIT_CONNECTIONS_PER_ADDRESS: '3' })
  proxied = await startServer({ LIMIT_CONNECTIONS_PER_ADDRESS: '3', TRUST_PROXY_HOPS: '1' }, direct.database)
})
afterAll(async () => {
  for (const socket of open) socket.terminate()
  await proxied?.close()
  await direct?.close()
})

/** Whether a connection is taken that says it comes from there. It stays open. */
const connect = (server: TestServer, forwardedFor: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      headers: { 'x-forwarded-for': forwardedFor, 'x-real-ip': forwardedFor, forwarded: `for=${forwardedFor}` },
    })
    open.push(socket)
    socket.once('message', () => resolve(true))
    socket.on('error', () => resolve(false))
  })
const closeAll = async () => {
  await Promise.all(
    open.splice(0).map((socket) => {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      const isOpen = socket.readyState === WebSocket.OPEN
      socket.terminate()
      return isOpen ? closed : undefined
    }),
  )
}

test('A16 without a proxy, an address is not another one because it says so', async () => {
  for (const said of ['198.51.100.1', '198.51.100.2', '2001:db8::1']) expect(await connect(direct, said)).toBe(true)
  expect(await connect(direct, '198.51.100.4')).toBe(false)
  await closeAll()
  // Whoever leaves makes room.
  await expect.poll(() => connect(direct, '198.51.100.5')).toBe(true)
  await closeAll()
})

test('A16 behind one, its word counts and what the caller wrote before it does not; IPv6 counts by /64', async () => {
  for (const said of ['1.1.1.1, 198.51.100.1', '2.2.2.2, 198.51.100.1', '198.51.100.1']) {
    expect(await connect(proxied, said)).toBe(true)
  }
  expect(await connect(proxied, '3.3.3.3, 198.51.100.1')).toBe(false)
  for (const last of ['1', 'ffff', 'aaaa:1']) expect(await connect(proxied, `2001:db8:1:1::${last}`)).toBe(true)
  expect(await connect(proxied, '2001:db8:1:1:9::9')).toBe(false)
  expect(await connect(proxied, '2001:db8:1:2::1')).toBe(true)
  await closeAll()
})
