import type { PresenceChoice } from '#protocol/models.ts'
import type { Lease } from './presence-store.ts'

/** The leases of this node's connections. A lease is never changed, only replaced, so that what was sent can be compared. */
export function createLocalLeases() {
  const byConnection = new Map<string, Lease>()
  const connectionsOf = new Map<string, Set<string>>()

  const remove = (connectionId: string): Lease | undefined => {
    const lease = byConnection.get(connectionId)
    if (!lease) return undefined
    byConnection.delete(connectionId)
    const connections = connectionsOf.get(lease.userId)
    connections?.delete(connectionId)
    if (connections?.size === 0) connectionsOf.delete(lease.userId)
    return lease
  }

  const leasesOf = (userId: string): Lease[] =>
    [...(connectionsOf.get(userId) ?? [])].map((connectionId) => byConnection.get(connectionId)!)

  return {
    all: (): Lease[] => [...byConnection.values()],
    /** Those of these connections that are still there. */
    among: (connectionIds: string[]): Lease[] => connectionIds.flatMap((connectionId) => byConnection.get(connectionId) ?? []),
    add: (lease: Lease): Lease => {
      remove(lease.connectionId)
      byConnection.set(lease.connectionId, lease)
      connectionsOf.set(lease.userId, (connectionsOf.get(lease.userId) ?? new Set()).add(lease.connectionId))
      return lease
    },
    remove,
    /** One of a person's leases, if they are connected here. */
    of: (userId: string): Lease | undefined => leasesOf(userId)[0],
    /** Puts a choice into a person's leases and returns them. */
    choose: (userId: string, status: PresenceChoice, text: string, isNews: boolean): Lease[] =>
      leasesOf(userId).map((lease) => {
        const chosen = { ...lease, status, text, isNews }
        byConnection.set(lease.connectionId, chosen)
        return chosen
      }),
    /** The store has these: what they say is no news any more, unless it changed meanwhile. */
    kept: (leases: Lease[]): void => {
      for (const lease of leases) {
        if (lease.isNews && byConnection.get(lease.connectionId) === lease)
          byConnection.set(lease.connectionId, { ...lease, isNews: false })
      }
    },
  }
}
