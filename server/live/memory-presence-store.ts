import type { PresenceChoice } from '#protocol/models.ts'
import { type Change, type Looks, PRESENCE_TIMES, type PresenceStore, type PresenceTimes } from './presence-store.ts'

/** People whose last time seen is remembered, at most: the database has all. */
const SEEN_MAX = 10_000

type Person = { status: PresenceChoice; text: string; leases: Map<string, number>; until: number; leftAt: number }

/** Leases in this process. */
export function createMemoryPresenceStore(deps: { times?: PresenceTimes; now?: () => number } = {}): PresenceStore {
  const { leaseMs, graceMs } = deps.times ?? PRESENCE_TIMES
  const now = deps.now ?? Date.now
  const people = new Map<string, Person>()
  const seen = new Map<string, number>()

  /** When somebody whose last lease or grace is over was here for the last time. */
  const lastHere = (person: Person) => Math.max(person.leftAt, ...[...person.leases.values()].map((until) => until - leaseMs))

  const looksOf = (userId: string, time: number): Looks => {
    const person = people.get(userId)
    if (!person || person.status === 'invisible') return { status: 'offline', text: '', seenAt: seen.get(userId) ?? null }
    // Over, but not swept yet.
    if (person.until <= time) return { status: 'offline', text: '', seenAt: lastHere(person) }
    return { status: person.status, text: person.text, seenAt: null }
  }

  const remember = (userId: string, at: number) => {
    seen.delete(userId)
    seen.set(userId, at)
    const [oldest] = seen.keys()
    if (seen.size > SEEN_MAX && oldest !== undefined) seen.delete(oldest)
  }

  /** Does something to a person and tells whether they look different for it. Who goes into hiding looks as if they left now. */
  const changing = (userId: string, time: number, act: () => void): Change[] => {
    const before = looksOf(userId, time)
    act()
    const after = looksOf(userId, time)
    if (before.status === after.status && before.text === after.text) return []
    if (after.status === 'offline') remember(userId, time)
    return [{ userId, seenAt: after.status === 'offline' ? time : null }]
  }

  const take = (userId: string, person: Person): Change[] => {
    people.delete(userId)
    if (person.status === 'invisible') return []
    const seenAt = lastHere(person)
    remember(userId, seenAt)
    return [{ userId, seenAt }]
  }

  return {
    renew: async (leases) => {
      const time = now()
      return leases.flatMap(({ userId, connectionId, status, text, isNews }) =>
        changing(userId, time, () => {
          const person = people.get(userId) ?? { status, text, leases: new Map(), until: 0, leftAt: Number.NEGATIVE_INFINITY }
          if (isNews) Object.assign(person, { status, text })
          person.leases.set(connectionId, time + leaseMs)
          person.until = time + leaseMs
          people.set(userId, person)
        }),
      )
    },
    end: async (userId, connectionId) => {
      const time = now()
      const person = people.get(userId)
      // Who is over already is the sweeper's.
      if (!person || person.until <= time) return
      person.leases.delete(connectionId)
      for (const [id, until] of person.leases) if (until <= time) person.leases.delete(id)
      if (person.leases.size > 0) {
        person.until = Math.max(...person.leases.values())
        return
      }
      person.until = time + graceMs
      person.leftAt = time
    },
    choose: async (userId, status, text) => {
      const person = people.get(userId)
      return person ? changing(userId, now(), () => Object.assign(person, { status, text })) : []
    },
    look: async (userIds) => {
      const time = now()
      return userIds.map((userId) => looksOf(userId, time))
    },
    sweep: async () => {
      const time = now()
      return [...people].flatMap(([userId, person]) => (person.until <= time ? take(userId, person) : []))
    },
    onBack: () => () => {},
  }
}
