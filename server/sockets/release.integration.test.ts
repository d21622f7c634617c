import { IncomingMessage } from 'node:http'
import v8 from 'node:v8'
import { expect, test } from 'vitest'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { startServer } from '#server/testing/server.ts'

test('connections that are open hold none of their first requests', async () => {
  const server = await startServer()
  try {
    const person = await createPerson(server)
    const before = v8.queryObjects(IncomingMessage, { format: 'count' })
    const clients = await Promise.all(Array.from({ length: 8 }, () => connectRaw(server.url, person)))
    expect(clients.every((client) => client.socket.connected)).toBe(true)
    const after = v8.queryObjects(IncomingMessage, { format: 'count' })
    // The client half runs in this process too and keeps none; one request may still be in the hands of the parser.
    expect(after - before).toBeLessThanOrEqual(1)
    for (const client of clients) client.close()
  } finally {
    await server.close()
  }
})
