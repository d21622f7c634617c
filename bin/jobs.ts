import type { Query } from '#server/database/transaction.ts'
import { countJobs, reviveJobs } from '#server/jobs/counts.ts'

export const JOBS_USAGE = `npm run admin -- jobs
npm run admin -- jobs-again <kind>`

/** What an operator wants to know of the queue, or has run again; null when the words are about something else. */
export function readJobsWork([verb, kind]: string[]): ((query: Query) => Promise<string>) | null {
  if (verb === 'jobs') return tell
  if (verb === 'jobs-again' && kind) return async (query) => `${await reviveJobs(query, kind)} jobs run again.`
  return null
}

async function tell(query: Query): Promise<string> {
  const kinds = await countJobs(query)
  if (kinds.length === 0) return 'Nothing waits.'
  return kinds
    .map(({ kind, waiting, due, running, dead, lateMs }) => {
      const late = due > 0 ? `, ${due} due since ${Math.round(lateMs / 1_000)} s` : ''
      return `${kind}: ${waiting} waiting${late}, ${running} running, ${dead} dead`
    })
    .join('\n')
}
