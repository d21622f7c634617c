import { expect, it } from 'vitest'
import { createState } from '#client/state.ts'
import type { Group } from '#protocol/groups.ts'
import { createGroups } from './groups.ts'

const group = (rev: number, more: Partial<Group> = {}): Group => ({ id: 'g', name: 'design', memberCount: 1, rev, ...more })

function setUp() {
  const state = createState()
  const groups = createGroups({ state, ask: (() => undefined) as never, people: {} as never, onChange: () => undefined })
  return { state, groups }
}

it('groups are what was told last, whatever order it came in, and which of them one is in follows', () => {
  const { state, groups } = setUp()
  groups.replace([group(1)], 1)
  expect([...groups.mine()]).toEqual([])
  groups.told({ group: group(3, { mine: true }) })
  groups.told({ group: group(2, { name: 'old' }) })
  expect(state.get().groups.g).toMatchObject({ name: 'design', mine: true })
  expect([...groups.mine()]).toEqual(['g'])
  groups.told({ group: group(4, { gone: true }) })
  expect(state.get().groups).toEqual({})
})

it('hello without groups leaves those that are held', () => {
  const { state, groups } = setUp()
  groups.restore([group(5, { mine: true })], 5)
  expect(groups.rev()).toBe(5)
  groups.replace(undefined, 5)
  expect(state.get().groups.g?.mine).toBe(true)
  groups.replace([], 6)
  expect(state.get().groups).toEqual({})
})
