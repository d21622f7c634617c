import { once } from 'node:events'
import { createServer, IncomingMessage } from 'node:http'
import { type AddressInfo, connect, Socket } from 'node:net'
import { Server } from 'socket.io'
import { expect, onTestFinished, test } from 'vitest'
import { testEnv } from '#server/testing/env.ts'
import { createAdmission } from './admission.ts'

const requestFrom = (url: string) => Object.assign(new IncomingMessage(new Socket()), { url })

test('[S5] who waits at the door counts as open: beyond the limit nobody waits in vain', async () => {
  const admission = createAdmission({
    env: testEnv({ LIMIT_CONNECTIONS: '3' }),
    isDraining: () => false,
    isBusy: () => true,
  })
  onTestFinished(() => admission.close())
  const knock = () => admission.refusal({ clientsCount: 1 }, requestFrom('/socket.io/?EIO=4&transport=websocket'))
  const waiting = [knock(), knock()]
  expect(await knock()).toBe('too many connections')
  expect(await Promise.race([...waiting, Promise.resolve('waits')])).toBe('waits')
})

test('[S2, S5] a connection that breaks while it waits at the door ends nothing, and gives its place back', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('uncaughtException', note)
  const http = createServer()
  const admission = createAdmission({
    env: testEnv({ LIMIT_CONNECTIONS_PER_ADDRESS: '1' }),
    isDraining: () => false,
    isBusy: () => true,
  })
  const answers: (string | null)[] = []
  const io: Server = new Server(http, {
    transports: ['websocket'],
    allowRequest: (request, done) => {
      void admission.refusal(io.engine, request).then((refused) => {
        answers.push(refused)
        done(refused, refused === null)
      })
    },
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  onTestFinished(async () => {
    process.off('uncaughtException', note)
    admission.close()
    await io.close()
  })
  const knock = async () => {
    const came = once(http, 'upgrade')
    const client = connect((http.address() as AddressInfo).port, '127.0.0.1')
    client.on('error', () => undefined)
    client.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    const [request] = (await came) as [{ socket: Socket }]
    return { client, atServer: request.socket }
  }
  const { client, atServer } = await knock()
  // Not `once` of events: that listens to errors too.
  const closed = new Promise((done) => atServer.once('close', done))
  client.resetAndDestroy()
  await closed
  const second = await knock()
  await expect.poll(() => answers, { timeout: 8_000 }).toEqual(['too many connections', 'gone'])
  second.client.destroy()
  expect(uncaught).toEqual([])
})
