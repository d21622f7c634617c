/** What somebody asked for: whether it was answered, and how. `unknown`: nobody knows whether it happened. */
export type Outcome = 'asked' | 'ok' | 'refused' | 'unknown'

/** What happened in a run, as people noticed it. `who` is a person, which here is one device. Times are epoch ms. */
export type Happening =
  | {
      op: 'send'
      outcome: Outcome
      who: string
      room: string
      id: string
      hash: string
      seq?: number
      code?: string
      /** Over a connection beside the client of `who`: another device. */
      beside?: true
    }
  | { op: 'edit'; outcome: Outcome; who: string; room: string; id: string; hash: string; code?: string }
  | { op: 'delete'; outcome: Outcome; who: string; room: string; id: string; code?: string }
  | { op: 'react'; outcome: Outcome; who: string; room: string; id: string; emoji: string; code?: string }
  /** A row came into what somebody sees, or changed there. `paged`: it was scrolled to. */
  | { op: 'see'; who: string; room: string; id: string; seq: number; rev: number; paged?: true }
  /** What somebody sees was not an ascending run without holes. */
  | { op: 'disorder'; who: string; room: string; what: string }
  | { op: 'link'; who: string; status: string }
  /** Lost the right to a room, or to all of them (`null`): told when it is committed. */
  | { op: 'lose'; who: string; room: string | null; by: 'leave' | 'kick' | 'ban' }
  /** May read a room again: told before it is asked for. */
  | { op: 'gain'; who: string; room: string }
  /** Was told to stop its client. */
  | { op: 'stop'; who: string }
  | { op: 'fault'; what: string }

export type Event = { t: number } & Happening
