import { Unreachable } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { pingRedis } from './ping-redis.ts'

const AGAIN_MS = 5_000

/**
 * Looks before the start whether Redis is what it must be. A wrong one is refused with `WrongEnvironment`; one that is only
 * away is told in one warning, and the host works without it until it answers. Should it then turn out to be wrong, that is
 * told in one error [L6]. Answers how to stop looking.
 */
export async function checkRedis(url: string, log: Log, againMs = AGAIN_MS): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function lookAgain() {
    try {
      await pingRedis(url)
    } catch (error) {
      if (!(error instanceof Unreachable)) log.error({ reason: (error as Error).message }, 'Redis is back and can’t be used')
      else if (!isStopped) wait()
    }
  }
  const wait = () => {
    timer = setTimeout(lookAgain, againMs).unref()
  }

  try {
    await pingRedis(url)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    log.warn({ reason: error.message }, 'Redis is away: this host works without it, and with it once it answers')
    wait()
  }
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
