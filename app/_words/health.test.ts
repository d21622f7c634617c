import { expect, it } from 'vitest'
import type { ConnectionState } from '#client/index.ts'
import { diagnosisText, healthOf } from './health.ts'
import { clockTime } from './time.ts'

const now = new Date(2026, 10, 22, 12, 30)
const since = new Date(2026, 10, 22, 11, 5)

it('a room is live, catching up by how much, or offline since when', () => {
  const words = (connection: ConnectionState, behind = 0) => healthOf(connection, behind, now).words
  const waiting = { status: 'waiting', attempt: 1, retryAt: 0, since: since.getTime(), unreachable: false } as const
  expect(words({ status: 'live', since: 0 })).toBe('Live')
  expect(words({ status: 'live', since: 0 }, 12)).toBe('Catching up (12)')
  expect(words({ status: 'catching-up', since: 0 })).toBe('Catching up')
  expect(words(waiting)).toBe(`Offline since ${clockTime(since)}`)
  expect(words({ ...waiting, since: since.getTime() - 86_400_000 })).toBe('Offline since yesterday')
  expect(words({ status: 'ended', reason: 'revoked' })).toBe('Not connected')
})

it('a diagnosis is lines of ids, clocks and counts', () => {
  const text = diagnosisText({
    at: '2026-11-22T12:30:00.000Z',
    room: 'r',
    status: 'live',
    rev: 7,
    seq: 5,
    behind: 0,
    outbox: { room: 1, all: 2, failed: 0 },
    wishes: 0,
  })
  expect(text.split('\n')).toContain('rev: 7')
  expect(text).toContain('outbox: 1 here, 2 in all, 0 failed')
})
