import { describe, expect, it } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import { PARENT_TEXT_MAX } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { bestMatches } from './match.ts'
import { refusalInWords } from './refusal.ts'
import { threadName } from './room-name.ts'
import { agoInWords, clockTime, dayInWords } from './time.ts'
import { waitInWords } from './wait.ts'

it('a wait is told in whole units, rounded up', () => {
  expect([400, 1_000, 8_200, 120_000, 7_200_000].map((ms) => waitInWords(ms))).toEqual([
    '1 second',
    '1 second',
    '9 seconds',
    '2 minutes',
    '2 hours',
  ])
})

it('a day is told as people say it', () => {
  const now = new Date(2026, 10, 22, 0, 30)
  expect(dayInWords(new Date(2026, 10, 22, 0, 1), now)).toBe('Today')
  expect(dayInWords(new Date(2026, 10, 21, 23, 59), now)).toBe('Yesterday')
  expect(dayInWords(new Date(2025, 10, 21), now)).toContain('2025')
})

it('how long ago is told in minutes for an hour, then by the time, then by the day', () => {
  const now = new Date(2026, 10, 22, 12, 30)
  expect(agoInWords(new Date(2026, 10, 22, 12, 29), now)).toBe('just now')
  expect(agoInWords(new Date(2026, 10, 22, 12, 31), now)).toBe('just now')
  expect(agoInWords(new Date(2026, 10, 22, 11, 31), now)).toBe('59 min ago')
  const at = new Date(2026, 10, 22, 9, 0)
  expect(agoInWords(at, now)).toBe(`at ${clockTime(at)}`)
  expect(agoInWords(new Date(2026, 10, 21, 9, 0), now)).toBe('yesterday')
})

describe('matching names', () => {
  const names = ['random', 'general', 'design', 'engineering', 'Zoë']
  const best = (query: string) => bestMatches(names, query, (name) => [name], 3)
  it('puts beginnings before parts before scattered letters', () => {
    expect(best('en')).toEqual(['engineering', 'general', 'design'])
    expect(best('gn')).toEqual(['design', 'general', 'engineering'])
  })
  it('does not mind accents and case', () => {
    expect(best('ZOE')).toEqual(['Zoë'])
  })
})

it('a refusal says what to do', () => {
  expect(refusalInWords(new Refusal('slow_mode', 'x', { retryAfterMs: 4_000 }))).toBe('Too fast. Wait 4 seconds.')
  expect(refusalInWords(new Refusal('conflict', 'that name is taken'))).toBe('That name is taken.')
  expect(refusalInWords(new Error('secret'))).not.toContain('secret')
})

it('a thread goes by the words of its message, and what is hidden in them stays hidden, also where it was cut', () => {
  const named = (text: string) => threadName({ parent: { text } } as RoomSummary, undefined)
  expect(named('On **Friday**,\nof course')).toBe('On Friday, of course')
  expect(named('It was ||the butler||')).toBe('It was [spoiler]')
  expect(named(`It was ||the butler ${'x'.repeat(PARENT_TEXT_MAX)}`.slice(0, PARENT_TEXT_MAX))).toBe('It was [spoiler]')
  expect(named('')).toBe('Thread')
})
