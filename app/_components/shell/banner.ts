import { say } from '#app/_words/say.ts'
import { fullTime } from '#app/_words/time.ts'
import type { ConnectionState } from '#client/index.ts'

/** A connection lost for less than this is nobody's business. */
export const SILENT_MS = 3_000

type Input = { connection: ConnectionState; online: boolean; pending: number; lostForMs: number; now: number; first: boolean }
export type Banner = { words: string; countdown: string | null; verb: 'retry' | 'sign-in' | 'reload' | 'continue' | null }

/** What to say about the connection, or null when there is nothing to say. The countdown stands apart: it is not read out. */
export function bannerOf({ connection, online, pending, lostForMs, now, first }: Input): Banner | null {
  if (connection.status === 'ended') return endedBanner(connection, pending)
  if (connection.status === 'live' || connection.status === 'stopped' || lostForMs < SILENT_MS) return null
  if (!online)
    return {
      words: pending > 0 ? say.shell.offlineWaiting(pending) : say.shell.youreOffline,
      countdown: null,
      verb: null,
    }
  if (connection.status === 'catching-up') return { words: say.shell.catchingUpDots, countdown: null, verb: null }
  const trying = first ? say.shell.connectingDots : say.shell.reconnectingDots
  const tail = pending > 0 ? ` ${say.shell.sentThen(pending)}` : ''
  if (connection.status === 'connecting') return { words: `${trying}${tail}`, countdown: null, verb: null }
  const seconds = Math.max(1, Math.ceil((connection.retryAt - now) / 1000))
  const words = connection.unreachable ? `${say.shell.unreachable}${tail}` : `${trying}${tail}`
  return { words, countdown: say.shell.nextTry(seconds), verb: 'retry' }
}

function endedBanner(connection: Extract<ConnectionState, { status: 'ended' }>, pending: number): Banner {
  switch (connection.reason) {
    case 'banned':
      return {
        words: connection.until
          ? say.shell.youAreBannedUntil(fullTime(new Date(connection.until)))
          : say.shell.youAreBannedFromThis,
        countdown: null,
        verb: null,
      }
    case 'protocol_mismatch':
      return { words: say.shell.parleyWasUpdated, countdown: null, verb: 'reload' }
    case 'replaced':
      return {
        words: [say.shell.paused, pending > 0 && say.shell.sentWhenYouContinue(pending)].filter(Boolean).join(' '),
        countdown: null,
        verb: 'continue',
      }
    case 'expired':
    case 'revoked':
    case 'signed_out':
      return { words: say.shell.youAreSignedOut, countdown: null, verb: 'sign-in' }
    default:
      return connection.reason satisfies never
  }
}
