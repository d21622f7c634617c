import type { Event } from '../history/event.ts'

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'I12' | 'I13'

/** What is wrong. `harm` says what it is to a person: a message lost, doubled, out of order, or something else. */
export type Violation = { invariant: Invariant | 'row'; harm: 'lost' | 'doubled' | 'disordered' | 'other'; what: string }

/** A message as it is stored, or as somebody sees it. `state` holds all that can change in it. */
export type Row = { id: string; seq: number; rev: number; state: string }
export type Stored = Row & { authorId: string; hash: string; createdAt: number; isDeleted: boolean; reactions: string[] }

/** What a run left behind, for the invariants to be checked on. */
export type Evidence = {
  history: readonly Event[]
  /** Per room what is stored, ascending by seq, and its head. */
  log: ReadonlyMap<string, { rows: readonly Stored[]; lastSeq: number }>
  privateRooms: ReadonlySet<string>
  /** Whoever is a member at the end, per room, but for those whose client has ended. */
  members: ReadonlyMap<string, readonly string[]>
  /** What they see at the end, per person and room. */
  views: ReadonlyMap<string, ReadonlyMap<string, readonly Row[]>>
  /** Clients that are over in the end, and as what: `stopped`, or the reason they were told. */
  ended: readonly { who: string; as: string }[]
  bound: Bound
  /** Processes that ended by themselves, and rejections nobody listened to. */
  deaths: readonly string[]
  /** Heap that a process gained, per connection. */
  memory: readonly { node: string; bytesPerConnection: number }[]
  /** What is on record of kicks and bans. */
  records: readonly { what: 'kick' | 'ban'; who: string }[]
}

/**
 * How long after its commit a message may be unseen by the last member. `windows`: another time for those committed then.
 * `pagedMax`: how many sights of a message may be somebody's first only because they scrolled to it.
 */
export type Bound = { maxMs: number; p95Ms?: number; pagedMax?: number; windows?: readonly Window[]; away?: Away }
export type Window = { from: number; until: number; maxMs: number }
/** Somewhere between `from` and `until` nothing could be stored or read for `ms`. */
export type Away = { from: number; until: number; ms: number }

export type Check = (evidence: Evidence) => Violation[]
