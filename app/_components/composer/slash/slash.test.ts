import { describe, expect, it } from 'vitest'
import { actionOf, parseCommand } from './commands.ts'
import { parseReminder } from './when.ts'

describe('slash commands', () => {
  it('are known by their name at the beginning, and take what stands after it', () => {
    expect(parseCommand('/topic  Autumn  fair ')).toEqual({ type: 'command', name: 'topic', rest: 'Autumn  fair' })
    expect(parseCommand('/ME waves')).toEqual({ type: 'command', name: 'me', rest: 'waves' })
    expect(parseCommand('/mute')).toEqual({ type: 'command', name: 'mute', rest: '' })
  })
  it('are nothing else: paths, fractions and later slashes are words', () => {
    for (const body of ['/usr/bin/env', 'and/or', '/ alone', ' /me', '/1/2'])
      expect(parseCommand(body)).toEqual({ type: 'text', body })
    expect(parseCommand('/dance now')).toEqual({ type: 'unknown', name: 'dance' })
    expect(parseCommand('/constructor')).toEqual({ type: 'unknown', name: 'constructor' })
  })
  it('are written out with two slashes, also where that would be an action', () => {
    expect(parseCommand('//topic is a command')).toEqual({ type: 'text', body: '/topic is a command' })
    const escaped = parseCommand('//me is one, too')
    expect(escaped).toEqual({ type: 'text', body: '\\/me is one, too' })
    expect(actionOf((escaped as { body: string }).body)).toBeNull()
    expect(actionOf('/me waves')).toBe('waves')
    expect(actionOf('/me ')).toBeNull()
  })
})

describe('when to remind', () => {
  /** A Thursday. */
  const now = new Date(2026, 10, 26, 14, 30)
  const at = (words: string) => {
    const found = parseReminder(words, now)
    if (!found) return null
    const two = (n: number) => String(n).padStart(2, '0')
    const { at: date } = found
    return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())} ${found.text}`.trim()
  }
  it.each([
    ['in 20 min call Ben', '11-26 14:50 call Ben'],
    ['me in 2 hours to eat', '11-26 16:30 eat'],
    ['in an hour', '11-26 15:30'],
    ['in half an hour tea', '11-26 15:00 tea'],
    ['in 3d pay', '11-29 14:30 pay'],
    ['at 15:30 tea', '11-26 15:30 tea'],
    ['at 9 stand-up', '11-27 09:00 stand-up'],
    ['9:00 stand-up', '11-27 09:00 stand-up'],
    ['tomorrow 9:00 stand-up', '11-27 09:00 stand-up'],
    ['tomorrow at 3pm: tea', '11-27 15:00 tea'],
    ['tomorrow buy milk', '11-27 09:00 buy milk'],
    ['monday 3 things to do', '11-30 09:00 3 things to do'],
    ['on fri at 8:15 run', '11-27 08:15 run'],
    ['thursday 10:00 review', '12-03 10:00 review'],
    ['thursday 16:00 review', '11-26 16:00 review'],
    ['next week plan', '11-30 09:00 plan'],
    ['2026-12-24 18:00 dinner', '12-24 18:00 dinner'],
    ['today 18:00 dinner', '11-26 18:00 dinner'],
  ])('%s', (words, expected) => {
    expect(at(words)).toBe(expected)
  })
  it.each(['', 'call Ben', '3 things', 'at 25:00 x', 'today 9:00 too late', '2026-02-31 x', 'in x min', 'monthly report'])(
    '%s names no time',
    (words) => {
      expect(parseReminder(words, now)).toBeNull()
    },
  )
})
