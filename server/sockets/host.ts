import type { Server as HttpServer } from 'node:http'
import { HELLO_TIMEOUT_MS } from '#protocol/limits.ts'
import { createCursors } from '#server/core/cursors/cursors.ts'
import { createCustomEmoji } from '#server/core/emoji/emoji.ts'
import { startSweeping, sweepJob, wantSweep } from '#server/core/files/sweep.ts'
import type { Uploads } from '#server/core/files/uploads.ts'
import { createGroups } from '#server/core/groups/groups.ts'
import { createLater } from '#server/core/later/later.ts'
import { createConfirmations } from '#server/core/messages/confirmations.ts'
import { createTurns } from '#server/core/messages/log/turns.ts'
import { createMessages } from '#server/core/messages/messages.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { createPeople } from '#server/core/people/people.ts'
import { createRooms } from '#server/core/rooms/rooms.ts'
import { createFeeder } from '#server/core/search/feeder.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import type { Database } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import { jobKinds } from '#server/jobs/kinds.ts'
import { createWorker } from '#server/jobs/worker.ts'
import type { Live } from '#server/live/live.ts'
import type { Log } from '#server/log.ts'
import { guardOf, previewJob, wantPreview } from '#server/previews/job.ts'
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
import { createKeywordFeed } from './keyword-feed.ts'
import { createLiveTeller } from './live-events.ts'
import { createNodeNews } from './node-news.ts'
import { createNoticeTeller } from './notices.ts'
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
  log: Log
}

/** The wire: Socket.IO on an HTTP server, with everything that answers, tells and repairs on this node. */
export function createSocketHost({ http, env, database, live, storage, uploads, nodeId, log }: Deps) {
  const { pool } = database
  const query = queryOn(pool)
  const clocks = createClocks()
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
    ...{ io, clocks, isDropped: createDrop(env.FAULTS) },
    tellNews: nodes.room,
  })
  const catchUp = createCatchUp(io, pool, clocks)
  const stopNews = nodes.onRoom((roomId) => catchUp.room(roomId).catch(failed))
  const people = createPeople(query)
  const cursors = createCursors(
    pool,
    (moved) => {
      fanout.moved(moved)
      catchUp.partlyRead(moved).catch(failed)
    },
    (error) => log.warn({ error }, 'read cursors could not be written'),
  )
  const feeder = createFeeder({ pool, onFailed: (error) => log.warn({ error }, 'the search index could not be fed; it will be') })
  const announce: typeof fanout.announce = (frame) => {
    fanout.announce(frame)
    feeder.poke(frame.roomId)
    keywordFeed.saw(frame)
  }
  const messages = createMessages({
    pool,
    announce,
    onSent: cursors.sent,
    onWords: (roomId, id, body) => {
      if (hasPreviews) wantPreview(pool, roomId, id, body).catch((error) => log.warn({ error }, 'a link will not be previewed'))
    },
    onFilesGone: () => void wantSweep(pool).catch((error) => log.warn({ error }, 'files will go with the next sweep')),
  })
  const later = createLater(pool, messages)
  const keywordFeed = createKeywordFeed(later.keywords, (error) =>
    log.warn({ error }, 'rooms wait to be looked through for keywords'),
  )
  const notices = createNotices(pool)
  const groups = createGroups(pool)
  const emoji = createCustomEmoji(pool, env.EMOJI_ADDED_BY)
  const watching = createWatching()
  const registry = createRegistry({ io, pool, nodeId, log })
  const deps: HandlerDeps = {
    io,
    pool,
    rooms: createRooms(pool),
    messages,
    announce,
    hasPreviews,
    fileMaxBytes: env.UPLOAD_MAX_MB * 1_000_000,
    uploads,
    confirmations: createConfirmations(pool, announce),
    notices,
    groups,
    emoji,
    later,
    cursors,
    people,
    presence: live.presence,
    typing: live.typing,
    clocks,
    catchUp,
    watching,
    hellos,
    searches: createTurns(Math.max(1, Math.floor(env.DATABASE_POOL * SEARCHES_SHARE))),
    registry,
    mintToken: (claims) => mintSocketToken(claims, env.NEXTAUTH_SECRET),
    nodeId,
    sessionDays: env.SESSION_DAYS,
  }
  const admit = createGate({
    handlers: allHandlers(deps),
    limits: live.limits,
    costsOf: createCosts(env),
    log,
  })

  const liveTeller = createLiveTeller(io, live, watching, log)
  const backpressure = createBackpressure({
    io,
    clocks,
    onDrained: liveTeller.again,
    onClose: (socket, why) => log.info({ connection: socket.id, why }, 'a connection that does not keep up is closed'),
  })
  const release = createRelease(io)
  createAuthenticator({ io, query, registry, env, log, isDraining: () => isDraining })
  io.on('connection', (socket) => {
    release(socket)
    const helloBy = setTimeout(() => {
      if (!socket.data.isReady) socket.conn.close()
    }, HELLO_TIMEOUT_MS)
    admit(socket)
    socket.on('disconnect', () => {
      clearTimeout(helloBy)
      backpressure.forget(socket)
      watching.drop(socket.id)
      live.presence.disconnect(socket.id)
    })
  })
  forgetUnheard(io, clocks)

  const tellNotices = createNoticeTeller(io, notices)
  const tellGroups = createGroupTeller(io, groups)
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
  const worker = createWorker({ pool, nodeId, log, kinds: [...jobKinds(later), ...previews, sweepJob(pool, storage)] })
  const wake = createWakeListener({
    url: database.url,
    log,
    onBack() {
      reconciler.run().catch(failed)
      tellNotices.again().catch(failed)
      tellGroups.news().catch(failed)
      emoji.rev().then((rev) => io.local.emit('emoji:changed', { rev }), failed)
      registry.beat().catch(failed)
      worker.wake()
    },
    onWake: createWoken({ io, catchUp, registry, worker, tellNotices, tellGroups, failed }),
  })

  return {
    io,
    reconciler,
    messages,
    async start() {
      await wake.start()
      await registry.start()
      // Without a database it tells more than is new, once there is one [S10].
      await tellGroups.start().catch(failed)
      reconciler.start()
      worker.start()
      await startSweeping(pool).catch(failed)
      void feeder.start()
      keywordFeed.start()
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
      await messages.idle()
      await cursors.flush()
    },
    async close() {
      isDraining = true
      reconciler.close()
      admission.close()
      backpressure.close()
      liveTeller.close()
      stopNews()
      stopBack()
      keywordFeed.close()
      await worker.stop(JOBS_END_MS)
      await wake.close()
      fanout.close()
      for (const socket of io.of('/').sockets.values()) socket.conn.close()
      await messages.idle()
      await cursors.flush()
      await feeder.close()
      await registry.close()
      // Idle keep-alive connections would hold the end up until they time out.
      http.closeAllConnections()
      await io.close()
    },
  }
}

export type SocketHost = ReturnType<typeof createSocketHost>
