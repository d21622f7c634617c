import type { Result } from '#bench/report/result.ts'
import { toTable } from '#bench/report/table.ts'
import type { Outcome } from '../ordeal.ts'

export const isRed = ({ red }: Pick<Outcome, 'red'>): boolean => red.length > 0

/** Everybody has everything, once and in order, and whatever the row demands holds; a bound of time was missed. */
export const isOnlyLate = ({ red }: Pick<Outcome, 'red'>) => red.length > 0 && red.every((invariant) => invariant === 'I9')

const COLUMNS: Result['columns'] = [
  { key: 'row', title: 'row' },
  { key: 'injected', title: 'injected' },
  { key: 'acked', title: 'acked' },
  { key: 'lost', title: 'lost' },
  { key: 'doubled', title: 'doubled' },
  { key: 'disordered', title: 'out of order' },
  { key: 'p50', title: 'staleness p50 ms' },
  { key: 'p99', title: 'p99' },
  { key: 'max', title: 'max' },
  { key: 'paged', title: 'seen by scrolling' },
  { key: 'verdict', title: 'verdict' },
]

/** The table of a run, a line for each row of the matrix. */
export const toOutcomeTable = (outcomes: readonly Outcome[]): string => toTable({ columns: COLUMNS, rows: outcomes.map(toCells) })

function toCells({ row, injected, acked, staleness, harms, red }: Outcome): Result['rows'][number] {
  const { lost, doubled, disordered } = harms
  return {
    row,
    injected: injected.times > 0 ? injected.what : 'nothing',
    acked,
    lost,
    doubled,
    disordered,
    p50: staleness?.p50 ?? null,
    p99: staleness?.p99 ?? null,
    max: staleness?.max ?? null,
    paged: staleness?.paged ?? null,
    verdict: red.length > 0 ? `RED ${red.join(' ')}` : 'green',
  }
}

/** What a red row did wrong, a line each. */
export const toFaults = ({ row, violations }: Outcome): string[] =>
  violations.map(({ invariant, what }) => `${row} ${invariant}: ${what}`)
