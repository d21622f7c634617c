import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createState } from '#client/state.ts'
import type { Later } from '#protocol/later.ts'
import { createLater, noLater } from './state.ts'

const start = () => {
  const state = createState()
  const later = createLater({ state, onMeRev: () => undefined, onChange: () => undefined })
  return { later, now: () => state.get().later }
}
const ROOM = 'room'
const changes: Later[] = [
  { saved: [{ roomId: ROOM, id: 'a', on: true, meRev: 1 }] },
  { saved: [{ roomId: ROOM, id: 'a', on: false, meRev: 2 }] },
  { reminders: [{ id: 'r', at: 'then', state: 'waiting', meRev: 3 }] },
  { reminders: [{ id: 'r', at: 'then', state: 'due', meRev: 4 }] },
  { scheduled: [{ id: 's', roomId: ROOM, at: 'then', excerpt: 'words', meRev: 5 }] },
  { scheduled: [{ id: 's', roomId: ROOM, at: 'then', excerpt: '', ended: 'sent', meRev: 6 }] },
  { keywords: { words: ['one'], meRev: 7 } },
  { keywords: { words: ['two'], meRev: 8 } },
]

test('changes that come twice and in any order end the same [C1]', () => {
  const expected = { ...noLater, reminders: { r: changes[3]!.reminders![0] }, keywords: ['two'] }
  fc.assert(
    fc.property(fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 }), (order) => {
      const { later, now } = start()
      for (const change of order) later.told(change)
      expect(now()).toEqual(expected)
    }),
  )
})

test('hello replaces all when it tells all, and adds when it tells what changed; another history drops it', () => {
  const { later, now } = start()
  expect(later.isWhole()).toBe(false)
  later.told(changes[0]!)
  later.hello({ whole: true, ...changes[4] })
  expect(Object.keys(now().saved)).toEqual([])
  expect(Object.keys(now().scheduled)).toEqual(['s'])
  later.hello({ whole: false, ...changes[5], ...changes[2] })
  expect(now()).toMatchObject({ scheduled: {}, reminders: { r: { state: 'waiting' } } })
  later.hello(undefined)
  expect(later.isWhole()).toBe(true)
  later.drop()
  expect(now()).toEqual(noLater)
  expect(later.isWhole()).toBe(false)
})
