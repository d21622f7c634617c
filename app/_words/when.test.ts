import { expect, test } from 'vitest'
import { laterChoices, toFieldTime, whenInWords } from './when.ts'

const at = (text: string) => new Date(text)
const words = (now: string) => laterChoices(at(now)).map((choice) => choice.words.replace(/ at .*/, ''))

test('tomorrow and Monday are offered as mornings at nine, and Monday not twice', () => {
  expect(words('2026-11-26T14:00:00')).toEqual(['In 20 minutes', 'In 1 hour', 'In 3 hours', 'Tomorrow', 'Monday'])
  expect(words('2026-11-29T14:00:00')).toEqual(['In 20 minutes', 'In 1 hour', 'In 3 hours', 'Tomorrow'])
  const [, , , tomorrow, monday] = laterChoices(at('2026-11-30T07:00:00'))
  expect(tomorrow?.at).toEqual(at('2026-12-01T09:00:00'))
  expect(monday?.at).toEqual(at('2026-12-07T09:00:00'))
})

test('a choice is a time of the clock on the wall, also across a change of it', () => {
  for (const { at: chosen } of laterChoices(at('2026-03-28T22:00:00')).slice(3)) expect(chosen.getHours()).toBe(9)
})

test('a moment is told by its day and its time', () => {
  const now = at('2026-11-26T14:00:00')
  expect(whenInWords(at('2026-11-26T15:00:00'), now)).toMatch(/^today at /)
  expect(whenInWords(at('2026-11-27T00:10:00'), now)).toMatch(/^tomorrow at /)
  expect(whenInWords(at('2026-11-25T23:50:00'), now)).toMatch(/^yesterday at /)
  expect(whenInWords(at('2026-12-03T09:00:00'), now)).toMatch(/3.* at /)
  expect(whenInWords(at('2027-12-03T09:00:00'), now)).toMatch(/2027.* at /)
})

test('a field holds the time of the clock on the wall', () => {
  expect(toFieldTime(at('2026-01-05T07:03:00'))).toBe('2026-01-05T07:03')
})
