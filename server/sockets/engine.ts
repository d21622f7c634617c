import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { MAX_HTTP_BUFFER_BYTES } from '#protocol/limits.ts'
import type { Env } from '#server/env.ts'
import type { Live } from '#server/live/live.ts'
import type { Log } from '#server/log.ts'
import { createRoomAdapter } from './adapter.ts'
import type { Admission } from './admission.ts'
import type { Clocks } from './clocks.ts'
import { isWelcomeOrigin } from './origin.ts'
import type { ChatServer } from './types.ts'

const PING_INTERVAL_MS = 15_000
const PING_TIMEOUT_MS = 20_000
const CONNECT_TIMEOUT_MS = 10_000

type Deps = { http: HttpServer; env: Env; live: Live; admission: Admission; clocks: Clocks; log: Log }

/** Socket.IO on an HTTP server: who may knock is decided before any CONNECT [S1, S5], and nothing is compressed. */
export function createEngine({ http, env, live, admission, clocks, log }: Deps): ChatServer {
  const io: ChatServer = new Server(http, {
    path: '/socket.io',
    serveClient: false,
    maxHttpBufferSize: MAX_HTTP_BUFFER_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    perMessageDeflate: false,
    httpCompression: false,
    destroyUpgrade: false,
    cors: (request, done) => done(null, { origin: isWelcomeOrigin(request, env), credentials: false }),
    allowRequest: (request, done) => {
      admission.refusal(io.engine, request).then(
        (refused) => done(refused, refused === null),
        () => done('this request can’t be read', false),
      )
    },
    ...(live.redis ? { adapter: createRoomAdapter(live.redis.link.createAdapterClients(), clocks, live.redis.seal, log) } : {}),
  })
  io.engine.on('connection', admission.opened)
  return io
}
