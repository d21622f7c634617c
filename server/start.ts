import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createUploads } from './core/files/uploads.ts'
import { createPeople } from './core/people/people.ts'
import { openDatabase } from './database/database.ts'
import { isPooled } from './database/pooled.ts'
import { createReadiness } from './database/readiness.ts'
import { queryOn } from './database/transaction.ts'
import { type Env, WrongEnvironment } from './env.ts'
import { openStorage } from './files/storage.ts'
import { setAnswerHeaders } from './http/answer-headers.ts'
import { createFileDoor } from './http/files.ts'
import { answerHealth } from './http/health.ts'
import { createWebhookDoor } from './http/hooks.ts'
import { createMetricsDoor } from './http/metrics.ts'
import { PATIENCE } from './http/patience.mjs'
import { createWebProxy } from './http/web.ts'
import { checkRedis } from './live/check-redis.ts'
import { createLive } from './live/live.ts'
import type { Log } from './log.ts'
import { createSocketHost } from './sockets/host.ts'
import type { Repairs } from './sockets/reconcile.ts'

export type Running = {
  http: Server
  url: string
  port: number
  /** Compares this node with the database now, and answers what had to be repaired since it started. */
  reconcile(): Promise<Repairs>
  /** Leaves over the drain time, for a planned end. */
  drain(): Promise<void>
  /** Leaves now. */
  close(): Promise<void>
}

/**
 * Starts a socket host: env -> database -> live -> core -> sockets and HTTP -> listen. Where `WEB_INNER_URL` names a web
 * process, pages are handed on to it and everything is at `PORT`; without one this host listens at `SOCKET_PORT` alone.
 * It comes up without PostgreSQL and Redis too: ready once the first is there, whole once the second is.
 * Throws `WrongEnvironment` with a sentence when it can't.
 */
export async function startServer(env: Env, { log }: { log: Log }): Promise<Running> {
  if (!env.DATABASE_URL)
    throw new WrongEnvironment('DATABASE_URL is missing: name a PostgreSQL database, or run "npm start", which brings its own.')
  if (isPooled(env.DATABASE_URL))
    throw new WrongEnvironment(
      'DATABASE_URL leads through a pooler (pgbouncer=true), which loses what transactions tell: give socket hosts the address of PostgreSQL itself. Pages alone may use the pooler.',
    )
  const nodeId = randomBytes(6).toString('hex')
  const nodeLog = log.child({ node: nodeId })
  const stopLooking = env.REDIS_URL ? await checkRedis(env.REDIS_URL, nodeLog) : () => undefined
  const database = openDatabase(env.DATABASE_URL, env.DATABASE_POOL, (error) =>
    nodeLog.warn({ error }, 'an idle database connection broke'),
  )
  const query = queryOn(database.pool)
  const people = createPeople(query)
  const live = createLive({
    redisUrl: env.REDIS_URL,
    secrets: [env.NEXTAUTH_SECRET, env.NEXTAUTH_SECRET_PREVIOUS],
    nodeId,
    log: nodeLog,
    onLastSeen: (userId, at) =>
      void people.setLastSeen(userId, at).catch((error) => nodeLog.debug({ error }, 'last seen was not kept')),
  })

  let isReady = false
  const isDatabaseReady = createReadiness(query)
  const health = { ready: async () => isReady && isDatabaseReady() }
  const storage = openStorage(env)
  const onFailed = (error: unknown) => nodeLog.error({ error }, 'a file could not be stored')
  const uploads = createUploads({ pool: database.pool, storage, env, onFailed })
  const answerFiles = createFileDoor({ pool: database.pool, storage, uploads, env, log: nodeLog })
  const web = env.WEB_INNER_URL ? createWebProxy(env.WEB_INNER_URL, env, nodeLog) : null
  const http = createServer(PATIENCE, (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    response.once('finish', () => host.counts.http(response.statusCode))
    const doors = [answerMetrics, answerFiles, answerWebhooks]
    if (answerHealth(path, response, health) || doors.some((answer) => answer(path, request, response))) return
    if (web) web.page(request, response)
    else
      response
        .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
        .end('This is a Parley socket host. Pages are served elsewhere.\n')
  })
  http.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/socket.io/')) return
    if (web && env.NODE_ENV === 'development') web.upgrade(request, socket, head)
    else socket.destroy()
  })

  const host = createSocketHost({ http, env, database, live, storage, uploads, nodeId, isReady: health.ready, log: nodeLog })
  const answerMetrics = createMetricsDoor({ guard: env, read: host.readNumbers, log: nodeLog })
  const answerWebhooks = createWebhookDoor({
    ...{ pool: database.pool, limits: live.limits, messages: host.messages, env, log: nodeLog },
  })
  // Before Engine.IO's own listener, so that its answers have them too.
  http.prependListener('request', setAnswerHeaders)
  const shut = async () => {
    isReady = false
    stopLooking()
    await host.close()
    await live.close()
    await database.close()
  }
  try {
    await host.start()
    await listen(http, web ? env.PORT : env.SOCKET_PORT, env.HOST, web ? 'PORT' : 'SOCKET_PORT')
  } catch (error) {
    await shut()
    throw error
  }
  isReady = true
  const { port } = http.address() as AddressInfo
  return {
    http,
    port,
    url: `http://localhost:${port}`,
    reconcile: async () => {
      await host.reconciler.run()
      return { ...host.reconciler.repairs }
    },
    async drain() {
      isReady = false
      await host.drain(env.DRAIN_SECONDS * 700)
      await shut()
    },
    close: shut,
  }
}

function listen(http: ReturnType<typeof createServer>, port: number, host: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EAFNOSUPPORT' && host === '::') resolve(listen(http, port, '0.0.0.0', name))
      else if (error.code === 'EADDRINUSE')
        reject(new WrongEnvironment(`${name} ${port} is taken by another program: stop it or set ${name} to another number.`))
      else if (error.code === 'EACCES')
        reject(new WrongEnvironment(`${name} ${port} may not be used by this user: set ${name} to a number above 1023.`))
      else reject(error)
    }
    http.once('error', fail)
    http.listen(port, host, () => {
      http.off('error', fail)
      resolve()
    })
  })
}
