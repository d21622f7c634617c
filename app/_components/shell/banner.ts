import { plural } from '#app/_words/wait.ts'
import type { ConnectionState } from '#client/index.ts'

/** A connection lost for less than this is nobody's business. */
export const SILENT_MS = 3_000

type Input = { connection: ConnectionState; online: boolean; pending: number; lostForMs: number; now: number; first: boolean }
export type Banner = { words: string; countdown: string | null; verb: 'retry' | 'sign-in' | 'reload' | 'continue' | null }

/** What to say about the connection, or null when there is nothing to say. The countdown stands apart: it is not read out. */
export function bannerOf({ connection, online, pending, lostForMs, now, first }: Input): Banner | null {
  if (connection.status === 'ended') return endedBanner(connection, pending)
  if (connection.status === 'live' || connection.status === 'stopped' || lostForMs < SILENT_MS) return null
  const waiting = pending > 0 ? `${plural(pending, 'message')} will be sent` : ''
  if (!online)
    return { words: waiting ? `You’re offline. ${waiting} when you’re back.` : 'You’re offline.', countdown: null, verb: null }
  if (connection.status === 'catching-up') return { words: 'Catching up…', countdown: null, verb: null }
  const trying = first ? 'Connecting…' : 'Reconnecting…'
  const tail = waiting ? ` ${waiting} then.` : ''
  if (connection.status === 'connecting') return { words: `${trying}${tail}`, countdown: null, verb: null }
  const seconds = Math.max(1, Math.ceil((connection.retryAt - now) / 1000))
  const words = connection.unreachable ? `The server can’t be reached. Still trying.${tail}` : `${trying}${tail}`
  return { words, countdown: `Next try in ${seconds} s`, verb: 'retry' }
}

function endedBanner(connection: Extract<ConnectionState, { status: 'ended' }>, pending: number): Banner {
  switch (connection.reason) {
    case 'banned':
      return {
        words: connection.until
          ? `You are banned until ${new Date(connection.until).toLocaleString()}.`
          : 'You are banned from this server.',
        countdown: null,
        verb: null,
      }
    case 'protocol_mismatch':
      return { words: 'Parley was updated.', countdown: null, verb: 'reload' }
    case 'replaced':
      return {
        words: `This tab was paused because you are connected in many places.${pending > 0 ? ` ${plural(pending, 'message')} will be sent when you continue.` : ''}`,
        countdown: null,
        verb: 'continue',
      }
    case 'expired':
    case 'revoked':
    case 'signed_out':
      return { words: 'You are signed out.', countdown: null, verb: 'sign-in' }
    default:
      return connection.reason satisfies never
  }
}
