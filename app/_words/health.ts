import { clockTime, shortTime } from '#app/_words/time.ts'
import type { ConnectionState, Diagnosis } from '#client/index.ts'
import { say } from './say.ts'

export type Health = { sign: 'live' | 'catching-up' | 'offline'; words: string }

/** How a room stands against the server, in words. `behind`: changes it is known to lack. `wasLive`: since the page is here. */
export function healthOf(connection: ConnectionState, behind: number, now: Date, wasLive = true): Health {
  switch (connection.status) {
    case 'live':
      return behind > 0 ? { sign: 'catching-up', words: say.common.catchingUp(behind) } : { sign: 'live', words: say.common.live }
    case 'catching-up':
      return { sign: 'catching-up', words: say.common.catchingUp2 }
    case 'connecting':
    case 'waiting':
      if (!wasLive) return { sign: 'catching-up', words: say.common.connecting }
      return { sign: 'offline', words: say.common.offlineSince(sinceInWords(new Date(connection.since), now)) }
    case 'ended':
    case 'stopped':
      return { sign: 'offline', words: say.common.notConnected }
    default:
      return connection satisfies never
  }
}

const sinceInWords = (at: Date, now: Date): string =>
  at.toDateString() === now.toDateString() ? clockTime(at) : shortTime(at, now)

/** A diagnosis as lines that can be pasted anywhere. */
export const diagnosisText = ({ outbox, ...facts }: Diagnosis): string =>
  [
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    `outbox: ${outbox.room} here, ${outbox.all} in all, ${outbox.failed} failed`,
  ].join('\n')
