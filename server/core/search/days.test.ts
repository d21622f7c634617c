import { describe, expect, test } from 'vitest'
import { isZone, momentsOf } from './days.ts'

const NOW = new Date('2026-11-26T23:30:00Z')
const told = (value: Parameters<typeof momentsOf>[0], zone: string) => {
  const { from, to } = momentsOf(value, zone, NOW)
  return [from.toISOString(), to.toISOString()]
}

describe('when a day is, where somebody is', () => {
  test.each([
    ['UTC', ['2026-03-29T00:00:00.000Z', '2026-03-30T00:00:00.000Z']],
    // An hour is missing there on that day.
    ['Europe/Berlin', ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']],
    ['America/New_York', ['2026-03-29T04:00:00.000Z', '2026-03-30T04:00:00.000Z']],
    ['Asia/Kolkata', ['2026-03-28T18:30:00.000Z', '2026-03-29T18:30:00.000Z']],
    ['Pacific/Kiritimati', ['2026-03-28T10:00:00.000Z', '2026-03-29T10:00:00.000Z']],
  ])('%s', (zone, moments) => expect(told({ from: [2026, 2, 29], to: [2026, 2, 30] }, zone)).toEqual(moments))

  test('today is theirs', () => {
    expect(told({ ago: 0 }, 'Asia/Tokyo')).toEqual(['2026-11-26T15:00:00.000Z', '2026-11-27T15:00:00.000Z'])
    expect(told({ ago: 1 }, 'UTC')).toEqual(['2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'])
  })

  test('a zone is known or not', () => {
    expect([isZone('Europe/Vienna'), isZone('UTC'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, true, false, false])
  })
})
