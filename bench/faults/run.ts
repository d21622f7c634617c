import { startCluster } from './cluster/cluster.ts'
import { endure, type OrdealOptions, type Outcome } from './ordeal.ts'
import { isOnlyLate, isRed } from './report/report.ts'
import type { Row } from './row.ts'

type Wanted = OrdealOptions & {
  rows: readonly Row[]
  /** Prepares the database before anybody uses it. */
  mend: Parameters<typeof startCluster>[0]['mend']
  /** Where the history of a red row goes, by the row's name. */
  historyFile(row: string): string
  onOutcome(outcome: Outcome): void
  /** A row that was only late is done once more, on a machine with other work: it is red when it is red twice. */
  again: boolean
}

/** Runs the rows one after the other on one cluster. Always ends what it started. */
export async function runRows({ rows, mend, historyFile, onOutcome, again, ...options }: Wanted): Promise<Outcome[]> {
  const cluster = await startCluster({ isLong: options.isLong, ...(mend ? { mend } : {}) })
  const outcomes: Outcome[] = []
  const leave = () => void cluster.close().then(() => process.exit(130))
  process.once('SIGINT', leave).once('SIGTERM', leave)
  try {
    for (const row of rows) {
      let { outcome, history } = await endure(cluster, row, options)
      if (again && isOnlyLate(outcome)) {
        onOutcome(outcome)
        ;({ outcome, history } = await endure(cluster, row, options))
      }
      outcomes.push(outcome)
      if (isRed(outcome)) history.write(historyFile(row.id))
      onOutcome(outcome)
    }
    return outcomes
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    await cluster.close()
  }
}
