import { expect, it, onTestFinished } from 'vitest'
import type { ConnectionState } from '#client/types.ts'
import { Refusal } from '#protocol/errors.ts'
import { createPerson } from '#server/testing/people.ts'
import { startProxy } from '#server/testing/proxy.ts'
import { startServer } from '#server/testing/server.ts'
import { createConnection } from './connection.ts'

it('J6 with the web host dead, a client that is cut off comes back to a socket host with the token of its last refresh', async () => {
  const server = await startServer()
  const wire = await startProxy(server.url)
  const ann = await createPerson(server)
  const looks = new Set<(state: ConnectionState) => void>()
  let asked = 0
  const connection = createConnection({
    options: {
      url: wire.url,
      deviceId: 'device',
      getToken: async () => {
        if (++asked > 1) throw new Refusal('unavailable', 'The web host is away.')
        // Told to end at once: without another one nobody comes back.
        return { ...(await ann.getToken()), expiresAt: new Date().toISOString() }
      },
    },
    tell: (state) => looks.forEach((look) => void look(state)),
    hello: (ask) => ask('session:hello', { revs: {} }),
    onEvent() {},
    onLive() {},
    onUnanswered() {},
    onLost() {},
  })
  onTestFinished(async () => {
    connection.stop()
    await wire.close()
    await server.close()
  })
  const next = (status: ConnectionState['status']) =>
    new Promise<void>((resolve) => looks.add((state) => void (state.status === status && resolve())))

  connection.start()
  await next('live')
  for (let times = 0; times < 3; times += 1) {
    await connection.refreshSession()
    const back = next('waiting').then(() => next('live'))
    wire.cut()
    await back
  }
  expect(asked).toBe(1)
})
