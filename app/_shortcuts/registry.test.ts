import { describe, expect, it } from 'vitest'
import { say } from '#app/_words/say.ts'
import { keycaps } from './keys.ts'
import { type Shortcut, type ShortcutId, shortcuts } from './registry.ts'

const all = Object.values<Shortcut>(shortcuts)

describe('the registry of shortcuts', () => {
  it('gives no key twice in one place', () => {
    for (const where of ['row', 'composer'] as const) {
      const keys = all
        .filter((shortcut) => [where, 'anywhere', 'outside-text'].includes(shortcut.where))
        .flatMap((shortcut) => shortcut.keys)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
  it('binds single letters on a message only (WCAG 2.1.4)', () => {
    for (const shortcut of all.filter((one) => one.where === 'anywhere')) {
      for (const keys of shortcut.keys) expect(keys).not.toMatch(/^(?:Shift\+)?\S$/)
    }
  })
  it('says each with a label', () => {
    for (const id of Object.keys(shortcuts) as ShortcutId[]) expect(say.shortcuts[id]).toMatch(/^[A-Z].+[^.]$/)
  })
})

describe('keycaps', () => {
  it('follow the platform', () => {
    expect(keycaps('$mod+k', false)).toEqual(['Ctrl', 'K'])
    expect(keycaps('$mod+Shift+l', true)).toEqual(['⌘', '⇧', 'L'])
    expect(keycaps('Shift+?', false)).toEqual(['?'])
    expect(keycaps('+', false)).toEqual(['+'])
  })
})
