'use client'

import { findWorker, startWorker } from '#app/_offline/worker.ts'
import type { Chat } from '#client/index.ts'
import { permission, reachHere } from './push.ts'

/** What has to hold for a notification to arrive, in its order. */
export const LINKS = ['permission', 'worker', 'subscription', 'sent', 'arrived'] as const
export type LinkName = (typeof LINKS)[number]
export type Outcome = { state: 'waiting' | 'busy' | 'good' | 'bad'; detail?: string }
export type Outcomes = Record<LinkName, Outcome>

export const untried = (): Outcomes =>
  Object.fromEntries(LINKS.map((name) => [name, { state: 'waiting' }])) as unknown as Outcomes

/** A push that has not come by then (ms) is not waited for. */
const ARRIVES_MS = 20_000

/**
 * Tries the whole way: the browser lets us, the worker runs, its push service knows it, the server's message was taken, and came
 * back to this page. Stops at the link that is broken, and says so [OF8].
 */
export async function runSelfTest(chat: Chat, tell: (outcomes: Outcomes) => void): Promise<void> {
  let outcomes = untried()
  const set = (name: LinkName, outcome: Outcome) => {
    outcomes = { ...outcomes, [name]: outcome }
    tell(outcomes)
  }
  const links: Record<LinkName, () => Promise<void>> = {
    async permission() {
      if (permission() !== 'granted') throw new Error(permission())
    },
    async worker() {
      await startWorker()
      if (!(await findWorker())?.active) throw new Error('')
    },
    async subscription() {
      const { serverKey } = await chat.notifications()
      await reachHere(chat, serverKey)
    },
    async sent() {
      const answered = await chat.testPush(nonce)
      if (answered < 200 || answered > 299) throw new Error(String(answered))
    },
    async arrived() {
      await arrived.promise
    },
  }
  const nonce = crypto.randomUUID()
  const arrived = listenFor(nonce)
  try {
    for (const name of LINKS) {
      set(name, { state: 'busy' })
      try {
        await links[name]()
        set(name, { state: 'good' })
      } catch (error) {
        return set(name, { state: 'bad', detail: error instanceof Error ? error.message : '' })
      }
    }
  } finally {
    arrived.stop()
  }
}

/** The worker tells its pages what came. */
function listenFor(nonce: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onMessage = ({ data }: MessageEvent<{ pushTest?: string }>) => {
    if (data?.pushTest === nonce) resolve()
  }
  promise.catch(() => undefined)
  navigator.serviceWorker?.addEventListener('message', onMessage)
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    get promise() {
      timer ??= setTimeout(() => reject(new Error('')), ARRIVES_MS)
      return promise
    },
    stop() {
      clearTimeout(timer)
      navigator.serviceWorker?.removeEventListener('message', onMessage)
    },
  }
}
