import type { IncomingMessage } from 'node:http'
import { addressGroup } from '#server/core/accounts/address-group.ts'
import type { Env } from '#server/env.ts'
import { callerAddress } from '#server/http/address.ts'
import { createDoor } from './door.ts'
import { isWelcomeOrigin } from './origin.ts'

type Engine = { readonly clientsCount: number }
type RawConnection = { request: IncomingMessage; on(event: 'close', listener: () => void): void }

/**
 * Who may open a connection, before any CONNECT: from a welcome page [S1], with room left on this node and for its address
 * (IPv6 by /64), in turn [S5]. Who waits for their turn counts as open. `isBusy` says that those let in are still being
 * served.
 */
export function createAdmission(deps: { env: Env; isDraining: () => boolean; isBusy: () => boolean }) {
  const { env } = deps
  const door = createDoor({ perSecond: env.LIMIT_ACCEPTS_PER_SECOND, isBusy: deps.isBusy })
  const perAddress = new Map<string, number>()

  const groupOf = (request: IncomingMessage) => addressGroup(callerAddress(request, env.TRUST_PROXY_HOPS))
  const openFrom = (group: string) => perAddress.get(group) ?? 0
  const take = (group: string) => void perAddress.set(group, openFrom(group) + 1)
  function give(group: string) {
    const left = openFrom(group) - 1
    if (left > 0) perAddress.set(group, left)
    else perAddress.delete(group)
  }

  /** Null, or why not. A request of a connection that is open already is always let through. */
  async function refusal(engine: Engine, request: IncomingMessage): Promise<string | null> {
    if (!isWelcomeOrigin(request, env)) return 'this origin is not welcome'
    if (new URL(request.url ?? '', 'http://host').searchParams.has('sid')) return null
    const group = groupOf(request)
    const isFull = (open: number) => open >= env.LIMIT_CONNECTIONS || openFrom(group) >= env.LIMIT_CONNECTIONS_PER_ADDRESS
    if (deps.isDraining() || isFull(engine.clientsCount + door.waiting())) return 'too many connections'
    take(group)
    // During an upgrade nobody else listens to this socket: one that breaks while it waits would end the process.
    if (request.socket.listenerCount('error') === 0) request.socket.on('error', () => undefined)
    const may = await door.enter()
    give(group)
    if (request.socket.destroyed) return 'gone'
    // Those who still wait came later.
    return may && !deps.isDraining() && !isFull(engine.clientsCount) ? null : 'too many connections'
  }

  return {
    refusal,
    /** A connection is open: it counts for its address until it closes. */
    opened(conn: RawConnection) {
      const group = groupOf(conn.request)
      take(group)
      conn.on('close', () => give(group))
    },
    /** Connections that wait for their turn. */
    waiting: () => door.waiting(),
    close: () => door.close(),
  }
}

export type Admission = ReturnType<typeof createAdmission>
