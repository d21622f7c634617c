import type { Spread } from './spread.ts'

export type Cell = string | number | Spread | null

/** One table: what was measured, a row each, and what to know when reading it. */
export type Result = {
  name: string
  title: string
  columns: readonly Column[]
  rows: readonly Record<string, Cell>[]
  notes: readonly string[]
  /** Sentences about what must not happen and did: the run has failed then. */
  failures: readonly string[]
}

/** `digits` after the point; `spread` shows the least and the most beside the median. */
export type Column = { key: string; title: string; digits?: number; spread?: boolean }
