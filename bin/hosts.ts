import path from 'node:path'
import { findFreePort } from '#server/database/postmaster.ts'
import { NEXT } from './build.ts'
import { type Child, FOLLOW_PARENT, startChild, waitForAnswer } from './child.ts'
import { CHECKOUT } from './fingerprint.ts'
import { step } from './step.ts'
import { WEB_PRELOADS } from './web.ts'
import { startWorkers } from './workers.ts'

/** The web on an inner port of the loopback, and the socket host in front of it at `port`. */
export type Hosts = { web: Child; socket: Child }

type Wanted = {
  variables: Record<string, string>
  port: number
  host: string
  mode: 'production' | 'development'
  workers?: number
}

const INNER_HOST = '127.0.0.1'
const NEXT_BANNER = /^\s*$|▲ Next\.js|- (Local|Network|Environments?|Experiments?)|✓ (Starting|Ready|Running)/
const TSX = path.join(CHECKOUT, 'node_modules/tsx/dist/cli.mjs')

/** Starts both at the same time. `NODE_ENV=test` is kept: faults on purpose are read under it only. */
export async function startHosts({ variables, port, host, mode, workers = 1 }: Wanted): Promise<Hosts> {
  const innerPort = await findFreePort()
  const inner = `http://${INNER_HOST}:${innerPort}`
  const isTest = variables.NODE_ENV === 'test'
  const web = step('web', () =>
    startChild({
      name: 'web',
      args: [
        ...(mode === 'production' ? WEB_PRELOADS : []),
        NEXT,
        mode === 'production' ? 'start' : 'dev',
        '-p',
        String(innerPort),
        '-H',
        INNER_HOST,
      ],
      variables: { ...variables, NODE_ENV: mode, PORT: String(innerPort), NEXT_TELEMETRY_DISABLED: '1' },
      isNoise: (line) => NEXT_BANNER.test(line),
      // A page that asks nothing of anybody: any answer will do.
      ready: (signal) => waitForAnswer(`${inner}/robots.txt`, signal),
    }),
  )
  const socket = step(workers > 1 ? `${workers} socket hosts` : 'socket host', () => {
    if (workers > 1)
      return startWorkers({
        count: workers,
        variables: { ...variables, NODE_ENV: isTest ? 'test' : mode, WEB_INNER_URL: inner },
        port,
        host,
      })
    return startChild({
      name: 'socket host',
      args:
        mode === 'production'
          ? ['--import', 'tsx', 'server/index.ts']
          : [TSX, 'watch', '--clear-screen=false', '--import', FOLLOW_PARENT, 'server/index.ts'],
      variables: {
        ...variables,
        NODE_ENV: isTest ? 'test' : mode,
        ...{ HOST: host, PORT: String(port), SOCKET_PORT: String(port), WEB_INNER_URL: inner },
        // Reloading should not wait for anybody.
        ...(mode === 'development' ? { DRAIN_SECONDS: '0' } : {}),
      },
      ready: (signal) => waitForAnswer(`http://${loopbackOf(host)}:${port}/readyz`, signal, true),
    })
  })
  const [startedWeb, startedSocket] = await Promise.allSettled([web, socket])
  if (startedWeb.status === 'fulfilled' && startedSocket.status === 'fulfilled') {
    return { web: startedWeb.value, socket: startedSocket.value }
  }
  if (startedWeb.status === 'fulfilled') startedWeb.value.kill()
  if (startedSocket.status === 'fulfilled') startedSocket.value.kill()
  throw startedWeb.status === 'rejected' ? startedWeb.reason : (startedSocket as PromiseRejectedResult).reason
}

const loopbackOf = (host: string) => (host === '::' || host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host)
