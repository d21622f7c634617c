import { z } from 'zod'
import { STATUS_TEXT_MAX } from '#protocol/limits.ts'
import { type Presence as Looking, type PresenceChoice, presenceChoice } from '#protocol/models.ts'
import { id } from '#protocol/scalars.ts'
import type { Log } from '#server/log.ts'
import type { Bus } from './bus.ts'
import { createChangeTeller } from './change-teller.ts'
import { createLocalLeases } from './local-leases.ts'
import type { Change, Lease, Looks, PresenceStore } from './presence-store.ts'
import { reasonOf } from './redis-guards.ts'

const RENEW_EVERY_MS = 20_000
/** Leases renewed in one call: about 2 ms of Redis. */
const LEASES_PER_CALL = 200
/** How late an end is noticed at most. */
const SWEEP_EVERY_MS = 1_000
/** After the store was away every node needs a moment to renew its leases before anybody may be called gone. */
const SETTLE_MS = 3_000
/** People whose last known looks are kept for when the store is away. */
const KNOWN_MAX = 10_000

const CHOICE_TOPIC = 'presence:choice'
const choice = z.object({ userId: id, status: presenceChoice, text: z.string().max(STATUS_TEXT_MAX) })

export type PresenceOf = { userId: string; status: PresenceChoice; text?: string | undefined }

export type Presence = {
  /** A connection of a person opened, who chose `status` and `text` (from the database). Never rejects. */
  connect(connection: PresenceOf & { connectionId: string }): Promise<void>
  /** A connection closed. The person's last one leaves them a grace of 10 s. Unknown ones are ignored. Never rejects. */
  disconnect(connectionId: string): Promise<void>
  /** What a person wants to be seen as from now on. `invisible` looks exactly like having left [L15]. Never rejects. */
  setChoice(userId: string, status: PresenceChoice, text?: string): Promise<void>
  /**
   * How people look to others, in the order asked; unknown ones are offline. `lastSeenAt` is given for who is offline, null
   * when it is not known here (the database may know); `text` for who is not. Never rejects: without the store it answers
   * from who is connected here and from what was known before [L18].
   */
  read(userIds: string[]): Promise<Looking[]>
  /** Hears of people who may look different now, on any node, coalesced. Best effort. Returns how to stop listening. */
  onChange(listener: (userIds: string[]) => void): () => void
  /** `failed` counts what the store did not do; renewing makes up for it. */
  stats(): { connections: number; failed: number }
  /** Ends this node's leases: its people have their grace to connect elsewhere. */
  close(): Promise<void>
}

export type PresenceDeps = {
  store: PresenceStore
  bus: Bus
  log: Log
  /** Told on one node when somebody left, or went into hiding, for good: what the database should keep as last seen. */
  onLastSeen?: (userId: string, at: Date) => void
  renewEveryMs?: number
  sweepEveryMs?: number
  settleMs?: number
}

const toPresence = (userId: string, { status, text, seenAt }: Looks): Looking => ({
  userId,
  status,
  lastSeenAt: seenAt === null ? null : new Date(seenAt).toISOString(),
  ...(text && { text }),
})

/** Who is here, on all nodes that share the store [L12–L18]. */
export function createPresence(deps: PresenceDeps): Presence {
  const { store, bus, log, renewEveryMs = RENEW_EVERY_MS, sweepEveryMs = SWEEP_EVERY_MS, settleMs = SETTLE_MS } = deps
  const local = createLocalLeases()
  const teller = createChangeTeller({ bus })
  const known = new Map<string, Looking>()
  let failed = 0
  let settledAt = 0
  let settling: NodeJS.Timeout | undefined
  let isSweeping = false

  const announce = (changes: Change[]) => {
    if (changes.length === 0) return
    teller.changed(changes.map(({ userId }) => userId))
    for (const { userId, seenAt } of changes) if (seenAt !== null) deps.onLastSeen?.(userId, new Date(seenAt))
  }
  const noteFailure = (error: unknown) => {
    failed++
    log.debug({ reason: reasonOf(error) }, 'Presence could not be kept')
  }

  const renew = async (leases: Lease[]) => {
    try {
      announce(await store.renew(leases))
      local.kept(leases)
    } catch (error) {
      noteFailure(error)
    }
  }
  /** One portion after the other, so that nobody else waits for Redis meanwhile. Ended leases are not revived. */
  const renewAll = async () => {
    const connectionIds = local.all().map(({ connectionId }) => connectionId)
    for (let i = 0; i < connectionIds.length; i += LEASES_PER_CALL) {
      const leases = local.among(connectionIds.slice(i, i + LEASES_PER_CALL))
      if (leases.length > 0) await renew(leases)
    }
  }
  const sweep = async () => {
    if (isSweeping || Date.now() < settledAt) return
    isSweeping = true
    await store.sweep().then(announce, noteFailure)
    isSweeping = false
  }
  const recover = () => {
    settledAt = Date.now() + settleMs
    void renewAll()
    clearTimeout(settling)
    // What others told meanwhile was lost: whoever was asked about here may look different.
    const askedAbout = [...known.keys()]
    settling = setTimeout(() => teller.heard(askedAbout), settleMs).unref()
  }

  const remember = (looking: Looking) => {
    known.delete(looking.userId)
    known.set(looking.userId, looking)
    const [oldest] = known.keys()
    if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest)
  }
  const withoutStore = (userId: string): Looking => {
    const lease = local.of(userId)
    if (lease && lease.status !== 'invisible') return toPresence(userId, { status: lease.status, text: lease.text, seenAt: null })
    return known.get(userId) ?? { userId, status: 'offline', lastSeenAt: null }
  }

  const stopListening = bus.subscribe(CHOICE_TOPIC, (payload) => {
    const { data } = choice.safeParse(payload)
    if (data) local.choose(data.userId, data.status, data.text, false)
  })
  const stopWaiting = store.onBack(recover)
  const renewing = setInterval(() => void renewAll(), renewEveryMs).unref()
  const sweeping = setInterval(() => void sweep(), sweepEveryMs).unref()

  return {
    connect: ({ userId, connectionId, status, text = '' }) =>
      renew([local.add({ userId, connectionId, status, text, isNews: true })]),
    disconnect: async (connectionId) => {
      const lease = local.remove(connectionId)
      if (lease) await store.end(lease.userId, connectionId).catch(noteFailure)
    },
    setChoice: async (userId, status, text = '') => {
      const leases = local.choose(userId, status, text, true)
      bus.publish(CHOICE_TOPIC, { userId, status, text })
      try {
        announce(await store.choose(userId, status, text))
        local.kept(leases)
      } catch (error) {
        noteFailure(error)
      }
    },
    read: async (userIds) => {
      try {
        const looks = await store.look(userIds)
        const lookings = userIds.map((userId, i) => toPresence(userId, looks[i]!))
        lookings.forEach(remember)
        return lookings
      } catch (error) {
        noteFailure(error)
        return userIds.map(withoutStore)
      }
    },
    onChange: teller.onChange,
    stats: () => ({ connections: local.all().length, failed }),
    close: async () => {
      clearInterval(renewing)
      clearInterval(sweeping)
      clearTimeout(settling)
      stopListening()
      stopWaiting()
      const leases = local.all()
      // A renewal that is under way must not revive them.
      for (const { connectionId } of leases) local.remove(connectionId)
      await Promise.allSettled(leases.map(({ userId, connectionId }) => store.end(userId, connectionId)))
      teller.close()
    },
  }
}
