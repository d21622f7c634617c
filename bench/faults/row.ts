import type { Bound, Window } from './check/evidence.ts'
import type { Cluster } from './cluster/cluster.ts'
import type { History } from './history/history.ts'
import type { Crowd } from './people/crowd.ts'
import type { Pace } from './people/load.ts'

/**
 * How often a fault was done, and in what words: with 0 the row has proved nothing and is red. `awayMs`: for this long of
 * the fault nothing could be stored or read; what was committed during it, or shortly before, may take that much longer, but
 * no longer than the fault went on. `windows`: what was committed then has another bound.
 */
export type Injected = { times: number; what: string; awayMs?: number; windows?: readonly Window[] }

/** What a row works with while the crowd talks. */
export type Stage = {
  cluster: Cluster
  crowd: Crowd
  history: History
  random: () => number
  /** How long a fault lasts: at most 10 s in a short run. */
  lasts(shortMs: number, longMs: number): number
  /** Lets the talk go on for this long. */
  pass(ms: number): Promise<void>
  /** Resolves once it is so, and answers how long that took (ms); null when it took longer than `withinMs`. */
  until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number | null>
  /** What must hold in this row besides the invariants: told as red when it does not. */
  demand(isSo: boolean, sentence: string): void
  /** A demand that something is done in time: told as late (I9) when it is not, which a busy machine may be once. */
  demandInTime(isSo: boolean, sentence: string): void
}

/** One fault of the matrix (the design's F01–F64). A file each, or one for a few of a kind. */
export type Row = {
  id: string
  title: string
  /** Part of the short run. */
  star: boolean
  bound: Bound
  people?: number
  pace?: Partial<Pace>
  quiet?: number
  /** Tokens of the web host and of the nodes last this long, instead of five minutes. */
  tokensMs?: number
  /** Variables that the nodes run with in this row. */
  env?: Record<string, string>
  /** Why it can't be done here, as this user on this machine; null: it can. It is then told, and neither green nor red. */
  impossible?(): string | null
  /** The front of the i-th person; one after the other when left out. */
  frontOf?(i: number): number
  /** Does the fault while the crowd talks, and undoes it. The talk goes on for a moment afterwards. */
  inject(stage: Stage): Promise<Injected>
}
