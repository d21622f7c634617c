import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { PATIENCE } from '#server/http/patience.mjs'
import { WEB_PRELOADS } from './web.ts'

/** What a process with the web's preloads gives its HTTP servers, however they are made. */
const patienceOf = (make: string) =>
  JSON.parse(
    execFileSync(process.execPath, [
      ...WEB_PRELOADS,
      ...['--input-type=commonjs', '-e'],
      `const http = require('http'); const server = ${make};
       console.log(JSON.stringify([server.headersTimeout, server.requestTimeout, server.listenerCount('request'), server.keepAliveTimeout]))`,
    ]).toString(),
  ) as number[]

it.each([
  'http.createServer(() => {})',
  'http.createServer({}, () => {})',
  'http.createServer({ keepAliveTimeout: 7 }, () => {})',
])('S5 the web process has the patience of a socket host, which Next knows nothing of: %s', (make) => {
  const [headers, request, listeners, keepAlive] = patienceOf(make)
  expect([headers, request, listeners]).toEqual([PATIENCE.headersTimeout, PATIENCE.requestTimeout, 1])
  expect(keepAlive === 7).toBe(make.includes('7'))
})

it('S5 a request that drips in is closed within 15 s, counted to the next look', () => {
  expect(path.isAbsolute(WEB_PRELOADS.at(-1) ?? '')).toBe(true)
  expect(PATIENCE.requestTimeout + PATIENCE.connectionsCheckingInterval).toBeLessThan(15_000)
  expect(PATIENCE.headersTimeout).toBeLessThanOrEqual(PATIENCE.requestTimeout)
})
