import type { Log } from '#server/log.ts'
import { backoffMs } from './backoff.ts'
import { Hopeless, type JobKind } from './job.ts'
import type { Leased, Leases } from './leases.ts'

const ERROR_MAX = 300

/** Why a job is broken off that another node is to run. */
export const LEAVING = new Error('this node ends')

/**
 * Runs one job that is leased and writes how it ended: deleted when it is done, due again after a pause when it failed, kept and
 * counted when it is dead, given back when its node leaves [T2].
 */
export function createRun(leases: Leases, kinds: readonly JobKind[], log: Log) {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]))

  return async function run(job: Leased, abort: AbortController): Promise<void> {
    const kind = byName.get(job.kind)
    if (!kind) return void (await leases.giveBack([job.lease]))
    let failure: unknown = null
    // Its worker was killed each time while it ran: perhaps by it.
    if (job.attempts > kind.attempts) failure = new Hopeless('it was begun too often and never ended')
    else {
      const timeout = setTimeout(() => abort.abort(new Error(`it took longer than ${kind.timeoutMs} ms`)), kind.timeoutMs)
      try {
        await Promise.race([kind.handle(job.payload, { attempt: job.attempts, signal: abort.signal }), aborted(abort.signal)])
        return await leases.finish(job)
      } catch (error) {
        failure = error
      } finally {
        clearTimeout(timeout)
      }
    }
    if (failure === LEAVING) return void (await leases.giveBack([job.lease]))
    const isDead = failure instanceof Hopeless || job.attempts >= kind.attempts
    const { kind: name, attempts } = job
    log[isDead ? 'error' : 'warn']({ error: failure, kind: name, attempts }, isDead ? 'a job is dead' : 'a job failed')
    await leases.fail(job, sayWhy(failure), isDead ? null : backoffMs(job.attempts, kind.pauseMaxMs))
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** What is kept of an error: never what the job held. */
const sayWhy = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, ERROR_MAX)
