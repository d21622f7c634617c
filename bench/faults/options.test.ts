import { expect, test } from 'vitest'
import { WrongOptions } from '#bench/arguments.ts'
import { readOptions } from './options.ts'

const known = { rows: ['F01', 'F17'], mutants: ['dedupe-off'] }
const read = (...args: string[]) => readOptions(args, known)

test('the short run is what runs unasked, with a seed of its own', () => {
  expect(read()).toMatchObject({ what: 'short', names: [], isLong: false, json: false })
  expect(read('long', '--seed', '7')).toMatchObject({ what: 'long', isLong: true, seed: 7 })
})

test('rows and mistakes are named', () => {
  expect(read('row', 'F17', '--long', '--json')).toMatchObject({ what: 'row', names: ['F17'], isLong: true, json: true })
  expect(read('mutants')).toMatchObject({ what: 'mutants', names: [] })
  expect(read('mutants', 'dedupe-off')).toMatchObject({ names: ['dedupe-off'] })
})

test.each([['all'], ['row'], ['row', 'F99'], ['mutants', 'F01'], ['short', 'F01'], ['short', '--seed', 'x'], ['--what']])(
  'what can’t be meant is told: %s %s',
  (...args) => {
    expect(() => read(...args)).toThrow(WrongOptions)
  },
)
