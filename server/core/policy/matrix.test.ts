import { describe, expect, test } from 'vitest'
import { POLICY_ROLES, type Reach, RIGHTS, reachOf } from './matrix.ts'

const WIDTH: Record<Reach, number> = { none: 0, room: 1, all: 2 }

describe('who may do what as a moderator [MO1]', () => {
  test('nobody who is shut out may do anything', () => {
    for (const role of ['anonymous', 'banned', 'revoked'] as const)
      for (const right of RIGHTS) expect(reachOf(role, right), `${role} ${right}`).toBe('none')
  })

  test('nobody may less than whoever stands below them', () => {
    for (const right of RIGHTS) {
      const widths = POLICY_ROLES.map((role) => WIDTH[reachOf(role, right)])
      expect(widths, right).toEqual([...widths].sort((a, b) => a - b))
    }
  })

  test('guests and members report and appeal, and nothing else', () => {
    for (const role of ['guest', 'member'] as const)
      expect(RIGHTS.filter((right) => reachOf(role, right) !== 'none')).toEqual(['report', 'appeal'])
  })

  test('who governs a room acts in it and nowhere else', () => {
    const widely = RIGHTS.filter((right) => reachOf('room moderator', right) === 'all')
    expect(widely).toEqual(['report', 'appeal'])
    for (const right of ['ban', 'suspend', 'end-sessions', 'reset', 'look', 'audit', 'rules'] as const)
      expect(reachOf('room moderator', right)).toBe('none')
  })
})
