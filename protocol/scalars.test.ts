import { describe, expect, it } from 'vitest'
import { line } from './scalars.ts'

describe('a line', () => {
  it('counts an emoji as one character, whatever it takes in UTF-16', () => {
    expect(line(64).safeParse('🦄'.repeat(64)).success).toBe(true)
    expect(line(64).safeParse('🦄'.repeat(65)).success).toBe(false)
    expect(line(64).safeParse('x'.repeat(64)).success).toBe(true)
    expect(line(64).safeParse('x'.repeat(65)).success).toBe(false)
  })
})
