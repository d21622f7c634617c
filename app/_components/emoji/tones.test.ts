import { describe, expect, it } from 'vitest'
import { withTone } from './tones.ts'

describe('skin tones', () => {
  it('are given to hands and to one person, also with a sign behind', () => {
    expect(withTone('👍', '🏽')).toBe('👍🏽')
    expect(withTone('✌️', '🏿')).toBe('✌🏿')
    expect(withTone('👩‍💻', '🏻')).toBe('👩🏻‍💻')
    expect(withTone('🏋️‍♀️', '🏼')).toBe('🏋🏼‍♀️')
  })
  it('are given to nothing else', () => {
    expect(withTone('😀', '🏽')).toBe('😀')
    expect(withTone('👨‍👩‍👧', '🏽')).toBe('👨‍👩‍👧')
    expect(withTone(':party:', '🏽')).toBe(':party:')
    expect(withTone('👍', '')).toBe('👍')
  })
})
