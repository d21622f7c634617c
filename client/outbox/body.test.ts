import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { body, isTooLarge } from '#protocol/scalars.ts'
import { requireBody } from './body.ts'

const codeOf = (text: string): string => {
  try {
    requireBody(text)
    return 'ok'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a body', () => {
  it('is taken exactly when the protocol takes it', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('\ud800', 'a\u0000', 'a\tb\nc', '\u007f'))
    fc.assert(
      fc.property(text, (any) => {
        fc.pre(any.trim() !== '' && !any.includes('\r'))
        expect(codeOf(any)).toBe(isTooLarge(any) ? 'too_large' : body.safeParse(any).success ? 'ok' : 'invalid')
      }),
    )
  })

  it('may have 102,400 bytes and not one more', () => {
    expect(codeOf('a'.repeat(102_400))).toBe('ok')
    expect(codeOf('a'.repeat(102_401))).toBe('too_large')
    expect(codeOf('€'.repeat(34_133))).toBe('ok')
    expect(codeOf('€'.repeat(34_134))).toBe('too_large')
  })

  it('is not empty, and its line ends are one character', () => {
    expect(codeOf(' \n ')).toBe('invalid')
    expect(requireBody('a\r\nb\rc')).toBe('a\nb\nc')
  })
})
