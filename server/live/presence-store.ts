import type { PresenceChoice, PresenceStatus } from '#protocol/models.ts'

/** A connection of a person, for as long as it is renewed, and what the person chose to be seen as. An empty text is none. */
export type Lease = {
  userId: string
  connectionId: string
  status: PresenceChoice
  text: string
  /** The choice is news and overwrites what is stored; otherwise it only fills in what Redis lost. */
  isNews: boolean
}

/** How somebody looks to others: `text` empty for none, `seenAt` in milliseconds and only for who looks offline. */
export type Looks = { status: PresenceStatus; text: string; seenAt: number | null }

/** Somebody who looks different now; `seenAt` as in `Looks`. */
export type Change = { userId: string; seenAt: number | null }

/**
 * Where leases are kept. Each verb is one indivisible step that tells who looks different for it; all may reject while
 * the store is away.
 */
export type PresenceStore = {
  /** Makes or renews leases. */
  renew(leases: Lease[]): Promise<Change[]>
  /** Ends a lease. After a person's last one, the person stays as they were for the grace, then `sweep` takes them. */
  end(userId: string, connectionId: string): Promise<void>
  /** What a connected person wants to be seen as from now on. Without a connection nothing is kept. */
  choose(userId: string, status: PresenceChoice, text: string): Promise<Change[]>
  /** In the order asked. */
  look(userIds: string[]): Promise<Looks[]>
  /** Takes out those whose last lease or grace is over. Each is told to one caller only. */
  sweep(): Promise<Change[]>
  /** Tells when the store can be reached again, and may have forgotten. Returns how to stop listening. */
  onBack(listener: () => void): () => void
}

export type PresenceTimes = { leaseMs: number; graceMs: number }

/** A lease lasts so long without renewal: the longest that people of a killed node look connected. */
const LEASE_MS = 45_000
/** Who has no connection looks as before for so long: a reload or a change of networks is no departure. */
const GRACE_MS = 10_000

export const PRESENCE_TIMES: PresenceTimes = { leaseMs: LEASE_MS, graceMs: GRACE_MS }
