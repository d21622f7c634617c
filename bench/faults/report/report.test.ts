import { expect, test } from 'vitest'
import { isOnlyLate } from './report.ts'

test('what is done once more is late and nothing else: neither a loss nor a demand of the row', () => {
  expect(isOnlyLate({ red: ['I9'] })).toBe(true)
  expect(isOnlyLate({ red: [] })).toBe(false)
  for (const other of ['row', 'I1', 'I2', 'I3', 'I5', 'I6', 'I13']) expect(isOnlyLate({ red: ['I9', other] })).toBe(false)
})
