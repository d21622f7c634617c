import { describe, expect, it } from 'vitest'
import { bannerOf } from './banner.ts'

const waiting = { status: 'waiting', attempt: 2, retryAt: 10_000, since: 0, unreachable: false } as const
const base = { connection: waiting, online: true, pending: 0, lostForMs: 5_000, now: 6_000, first: false }

describe('the connection banner', () => {
  it('is silent for the first 3 s', () => {
    expect(bannerOf({ ...base, lostForMs: 2_900 })).toBeNull()
  })
  it('tells the seconds and what is pending, and offers to retry', () => {
    expect(bannerOf({ ...base, pending: 2 })).toEqual({
      words: 'Reconnecting… 2 messages will be sent then.',
      countdown: 'Next try in 4 s',
      verb: 'retry',
    })
  })
  it('says offline when the device is', () => {
    expect(bannerOf({ ...base, online: false, pending: 1 })?.words).toBe(
      'You’re offline. 1 message will be sent when you’re back.',
    )
  })
  it('leads back to sign-in when the session ended', () => {
    expect(bannerOf({ ...base, connection: { status: 'ended', reason: 'revoked' }, lostForMs: 0 })?.verb).toBe('sign-in')
  })
  it('J4 says why a tab was paused, what waits in it, and offers to go on', () => {
    const connection = { status: 'ended', reason: 'replaced' } as const
    expect(bannerOf({ ...base, connection, lostForMs: 0 })).toEqual({
      words: 'This tab was paused because you are connected in many places.',
      countdown: null,
      verb: 'continue',
    })
    expect(bannerOf({ ...base, connection, pending: 1 })?.words).toContain('1 message will be sent when you continue.')
  })
  it('says nothing when live', () => {
    expect(bannerOf({ ...base, connection: { status: 'live', since: 0 } })).toBeNull()
  })
})
