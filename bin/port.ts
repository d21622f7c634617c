import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { WrongEnvironment } from '#server/env.ts'

/** A process whose parent was killed lets go of its port within this time (follow-parent.mjs). */
const LET_GO_MS = 4_000
const POLL_MS = 200

/** Throws `WrongEnvironment`, one sentence that names `variable`, when nobody can listen on that port. */
export async function requirePort(port: number, host: string, variable: 'PORT' | 'SOCKET_PORT'): Promise<void> {
  const deadline = Date.now() + LET_GO_MS
  let code = await tryPort(port, host)
  while (code === 'EADDRINUSE' && Date.now() < deadline) {
    await wait(POLL_MS)
    code = await tryPort(port, host)
  }
  switch (code) {
    case undefined:
      return
    case 'EADDRINUSE':
      throw new WrongEnvironment(
        `${variable} ${port} is taken by another program: stop that one, or set ${variable} to a free port.`,
      )
    case 'EACCES':
      throw new WrongEnvironment(
        `${variable} ${port} may not be used by this user: set ${variable} to one above 1023, like 3000.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      throw new WrongEnvironment(`HOST ${host} is no address of this machine: correct it, or leave it unset to listen on all.`)
    default:
      throw new WrongEnvironment(`${variable} ${port} at HOST ${host} can't be listened on (${code}): set another.`)
  }
}

/**
 * Where to listen. Machines without IPv6 can't listen on `::`, which stands for every address: there it is `0.0.0.0`.
 */
export async function usableHost(host: string): Promise<string> {
  if (host !== '::') return host
  const code = await tryPort(0, host)
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' ? '0.0.0.0' : host
}

function tryPort(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}
