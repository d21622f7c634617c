import { describe, expect, it } from 'vitest'
import { bytesInWords, kindOf } from './words.ts'

describe('a file in words', () => {
  it('has its size in the unit that fits', () => {
    expect([0, 999, 1_000, 12_345, 1_250_000, 2_000_000_000].map(bytesInWords)).toEqual([
      '0 bytes',
      '999 bytes',
      '1 KB',
      '12 KB',
      '1.3 MB',
      '2 GB',
    ])
  })

  it('is shown as what it was found to be', () => {
    expect(kindOf({ type: 'image/png', width: 2 })).toBe('picture')
    expect(kindOf({ type: 'audio/mpeg' })).toBe('sound')
    expect(kindOf({ type: 'text/html' })).toBe('other')
  })
})
