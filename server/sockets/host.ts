import type { Server as HttpServer } from 'node:http'
import { HELLO_TIMEOUT_MS } from '#protocol/limits.ts'
import { eraseJob } from '#server/core/accounts/erase.ts'
import { bulkJob } from '#server/core/decisions/bulk.ts'
import { purgeJob, startPurging } from '#server/core/decisions/purge.ts'
import { startSweeping, sweepJob } from '#server/core/files/sweep.ts'
import type { Uploads } from '#server/core/files/uploads.ts'
import { createTurns } from '#server/core/messages/log/turns.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import type { Database } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import { jobKinds } from '#server/jobs/kinds.ts'
import { createWorker } from '#server/jobs/worker.ts'
import type { Live } from '#server/live/live.ts'
import type { Log } from '#server/log.ts'
import { confirmMailJobs } from '#server/mail/confirm-job.ts'
import { mailJobs } from '#server/mail/job.ts'
import { createPost } from '#server/mail/post.ts'
import { resetMailJobs } from '#server/mail/reset-job.ts'
import { createCounts } from '#server/metrics/counts.ts'
import { watchLoopLag } from '#server/metrics/loop-lag.ts'
import { createNumbers } from '#server/metrics/numbers.ts'
import { guardOf, previewJob } from '#server/previews/job.ts'
import { createAdmission } from './admission.ts'
import { createGate } from './answer.ts'
import { createAuthenticator } from './authenticate.ts'
import { createBackpressure } from './backpressure.ts'
import { createCatchUp } from './catch-up.ts'
import { createClocks, forgetUnheard } from './clocks.ts'
import { closeInTurn } from './close-in-turn.ts'
import { createCosts } from './costs.ts'
import { createEngine } from './engine.ts'
import { createDrop, createFanout } from './fanout.ts'
import { createGroupTeller } from './groups.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { allHandlers } from './handlers.ts'
import { createLiveTeller } from './live-events.ts'
import { createModTeller } from './moderation.ts'
import { createNodeNews } from './node-news.ts'
import { createNoticeTeller } from './notices.ts'
import { createPeopleTeller } from './people.ts'
import { createProduct } from './product.ts'
import { createReconciler } from './reconcile.ts'
import { createRegistry } from './registry.ts'
import { createRelease } from './release.ts'
import { createWakeListener } from './wake.ts'
import { createWatching } from './watching.ts'
import { createWoken } from './woken.ts'

/** Of the database's connections, as many may serve first requests at once: the rest is for messages. */
const HELLOS_SHARE = 0.4
const SEARCHES_SHARE = 0.25
/** While as many wait, no more connections are let in. */
const HELLOS_WAITING_MAX = 64
/** Of the time a node takes to leave, what its jobs have to end in. */
const JOBS_SHARE = 0.5
/** The same, in milliseconds, where it leaves now. */
const JOBS_END_MS = 1_000

type Deps = {
  http: HttpServer
  env: Env
  database: Database
  live: Live
  storage: Storage
  uploads: Uploads
  nodeId: string
  /** Whether new connections should come here. */
  isReady: () => Promise<boolean>
  log: Log
}

/** The wire: Socket.IO on an HTTP server, with everything that answers, tells and repairs on this node. */
export function createSocketHost({ http, env, database, live, storage, uploads, nodeId, isReady, log }: Deps) {
  const { pool } = database
  const query = queryOn(pool)
  const clocks = createClocks()
  const counts = createCounts()
  const loopLag = watchLoopLag()
  let isDraining = false
  const hasPreviews = env.LINK_PREVIEWS === 'on'
  const hellos = createTurns(Math.max(2, Math.floor(env.DATABASE_POOL * HELLOS_SHARE)))
  const admission = createAdmission({
    env,
    isDraining: () => isDraining,
    isBusy: () => hellos.waiting() >= HELLOS_WAITING_MAX,
  })

  const io = createEngine({ http, env, live, admission, clocks, log })
  const nodes = createNodeNews(live.bus)

  const failed = (error: unknown) => log.warn({ error }, 'this node could not be brought up to date; the reconciler will')
  const fanout = createFanout({
    ...{ io, clocks, counts, isDropped: createDrop(env.FAULTS) },
    tellNews: nodes.room,
  })
  const catchUp = createCatchUp(io, pool, clocks)
  const stopNews = nodes.onRoom((roomId) => catchUp.room(roomId).catch(failed))
  const product = createProduct({ pool, env, log, fanout, partlyRead: (moved) => catchUp.partlyRead(moved).catch(failed) })
  const { messages, later, notices, groups, people, emoji, push, telling } = product
  const watching = createWatching()
  const registry = createRegistry({ io, pool, nodeId, log })
  const deps: HandlerDeps = {
    ...product,
    io,
    pool,
    hasPreviews,
    fileMaxBytes: env.UPLOAD_MAX_MB * 1_000_000,
    uploads,
    presence: live.presence,
    typing: live.typing,
    clocks,
    catchUp,
    watching,
    hellos,
    searches: createTurns(Math.max(1, Math.floor(env.DATABASE_POOL * SEARCHES_SHARE))),
    registry,
    counts,
    mintToken: (claims) => mintSocketToken(claims, env.NEXTAUTH_SECRET),
    nodeId,
    sessionDays: env.SESSION_DAYS,
    accounts: { database, settings: env },
  }
  const admit = createGate({
    handlers: allHandlers(deps),
    limits: live.limits,
    costsOf: createCosts(env),
    counts,
    log,
  })

  const liveTeller = createLiveTeller(io, live, watching, log)
  const backpressure = createBackpressure({
    io,
    clocks,
    onDrained: liveTeller.again,
    onClose(socket, why) {
      counts.cutOff()
      log.info({ connection: socket.id, why }, 'a connection that does not keep up is closed')
    },
  })
  const release = createRelease(io)
  createAuthenticator({ io, query, registry, env, log, isDraining: () => isDraining })
  io.on('connection', (socket) => {
    release(socket)
    counts.connected()
    const helloBy = setTimeout(() => {
      if (!socket.data.isReady) socket.conn.close()
    }, HELLO_TIMEOUT_MS)
    admit(socket)
    socket.on('disconnect', (reason) => {
      counts.disconnected(reason)
      clearTimeout(helloBy)
      backpressure.forget(socket)
      watching.drop(socket.id)
      live.presence.disconnect(socket.id)
    })
  })
  forgetUnheard(io, clocks)

  const tellNotices = createNoticeTeller(io, notices)
  const tellGroups = createGroupTeller(io, groups)
  const tellPeople = createPeopleTeller(io, people)
  const tellMods = createModTeller(io, pool)
  const reconciler = createReconciler({
    io,
    pool,
    clocks,
    catchUp,
    log,
    everyMs: env.RECONCILE_MS,
    isBusUp: () => live.bus.status() === 'up',
    onBusBack: nodes.back,
  })
  const stopBack = nodes.onBack(reconciler.soon)
  const previews = hasPreviews ? [previewJob(pool, guardOf(env))] : []
  const post = createPost(env)
  const worker = createWorker({
    pool,
    nodeId,
    log,
    kinds: [
      ...jobKinds(later),
      ...push.jobs(telling),
      ...previews,
      sweepJob(pool, storage),
      ...mailJobs(post),
      ...resetMailJobs(post, pool, env),
      ...confirmMailJobs(post, pool, env),
      eraseJob(pool),
      bulkJob(pool),
      purgeJob(pool),
    ],
  })
  const wake = createWakeListener({
    url: database.url,
    log,
    onBack() {
      reconciler.run().catch(failed)
      tellNotices.again().catch(failed)
      tellGroups.news().catch(failed)
      tellPeople.news().catch(failed)
      tellMods.again()
      emoji.rev().then((rev) => io.local.emit('emoji:changed', { rev }), failed)
      registry.beat().catch(failed)
      worker.wake()
    },
    onWake: createWoken({ io, catchUp, registry, worker, tellNotices, tellGroups, tellPeople, tellMods, failed }),
  })

  const readNumbers = createNumbers({
    ...{ io, pool, live, counts, isReady },
    loopLag: loopLag.read,
    queues: () => ({
      messages: messages.waiting(),
      hellos: hellos.waiting(),
      searches: deps.searches.waiting(),
      door: admission.waiting(),
    }),
    repairs: () => reconciler.repairs,
    isDraining: () => isDraining,
  })

  return {
    io,
    counts,
    readNumbers,
    reconciler,
    messages,
    async start() {
      await wake.start()
      await registry.start()
      // Without a database it tells more than is new, once there is one [S10].
      await tellGroups.start().catch(failed)
      await tellPeople.start().catch(failed)
      reconciler.start()
      worker.start()
      product.start()
      await startSweeping(pool).catch(failed)
      await startPurging(pool).catch(failed)
    },
    /**
     * Leaves without a failed send: no new connections, clients told to go elsewhere and closed one after the other over
     * `overMs`, commits in flight finished.
     */
    async drain(overMs: number) {
      isDraining = true
      const jobs = worker.stop(overMs * JOBS_SHARE)
      await closeInTurn(io, overMs)
      await jobs
      await product.idle()
    },
    async close() {
      isDraining = true
      loopLag.stop()
      reconciler.close()
      admission.close()
      backpressure.close()
      liveTeller.close()
      stopNews()
      stopBack()
      await worker.stop(JOBS_END_MS)
      await wake.close()
      fanout.close()
      for (const socket of io.of('/').sockets.values()) socket.conn.close()
      await product.close()
      await registry.close()
      // Idle keep-alive connections would hold the end up until they time out.
      http.closeAllConnections()
      await io.close()
    },
  }
}

export type SocketHost = ReturnType<typeof createSocketHost>
