import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Link, startProxy } from './proxy.ts'

let server: Server
let proxy: Link
const dead = { port: 1 }

beforeEach(async () => {
  // Says back what it is told.
  server = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  proxy = await startProxy({
    targets: () => [dead.port, port],
    recognise: (chunk) => (chunk.includes('subscribe') ? 'sub' : undefined),
  })
})
afterEach(async () => {
  await proxy.close()
  server.close()
})

const open = async (): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port: proxy.port })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}
const say = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString()
}

test('passes on, past a server that refuses', async () => {
  expect(await say(await open(), 'hello')).toBe('hello')
})

test('a half-open connection stays open and hears nothing, and hears again afterwards', async () => {
  const socket = await open()
  await say(socket, 'hello')
  proxy.set({ mode: 'swallow', way: 'down' })
  socket.write('lost')
  const other = await open()
  other.write('lost too')
  await expect.poll(() => proxy.swallowed()).toBe('lost'.length + 'lost too'.length)
  proxy.set({ mode: 'pass' })
  expect(await say(socket, 'back')).toBe('back')
})

test('does it to the connections it recognises and to no others', async () => {
  const [deaf, fine] = [await open(), await open()]
  await say(deaf, 'subscribe')
  proxy.set({ mode: 'swallow', kind: 'sub' })
  deaf.write('lost')
  expect(await say(fine, 'hello')).toBe('hello')
  await expect.poll(() => proxy.swallowed()).toBe('lost'.length)
})

test('delays without changing the order', async () => {
  const socket = await open()
  await say(socket, 'hello')
  proxy.set({ mode: 'delay', ms: 60, way: 'down' })
  const began = performance.now()
  expect(await say(socket, 'late')).toBe('late')
  expect(performance.now() - began).toBeGreaterThan(55)
  socket.write('one ')
  await new Promise((resolve) => server.getConnections(resolve))
  proxy.set({ mode: 'pass' })
  socket.write('two')
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  await expect.poll(() => heard).toBe('one two')
})

test('drips', async () => {
  const socket = await open()
  proxy.set({ mode: 'drip', bytesPerSecond: 100, way: 'down' })
  let pieces = 0
  socket.on('data', () => {
    pieces += 1
  })
  socket.write('x'.repeat(30))
  await expect.poll(() => pieces).toBe(3)
})

test('what was said before the end is heard to the end, however slowly it comes', async () => {
  const last = createServer((socket) => socket.on('error', () => undefined).end('x'.repeat(50)))
  last.listen(0, '127.0.0.1')
  await once(last, 'listening')
  const slow = await startProxy({ targets: () => [(last.address() as AddressInfo).port] })
  slow.set({ mode: 'drip', bytesPerSecond: 200, way: 'down' })
  const socket = connect({ host: '127.0.0.1', port: slow.port })
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  await once(socket, 'close')
  expect(heard).toHaveLength(50)
  await slow.close()
  last.close()
})

test('cuts with a reset, and refuses until it is mended', async () => {
  const socket = await open()
  await say(socket, 'hello')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  expect(proxy.cut()).toBe(1)
  await closed
  await proxy.refuse()
  await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await proxy.mend()
  expect(await say(await open(), 'again')).toBe('again')
})
