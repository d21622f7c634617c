import { describe, expect, it } from 'vitest'
import { safeReturnPath } from './words.ts'

describe('the page after signing in', () => {
  it.each(['/', '/rooms', '/r/1?m=2#x', '/r/1?next=//evil.test', '/.//evil.test'])('A18 is %s, of this site', (path) => {
    expect(safeReturnPath(path)).toBe(path)
    expect(new URL(path, 'https://chat.example.org').origin).toBe('https://chat.example.org')
  })

  it.each([
    ...[undefined, '', 'rooms', 'https://evil.test', '//evil.test', '/\\evil.test', '\\\\evil.test', '/a\\b'],
    ...['/\t/evil.test', '/\n/evil.test', '\t//evil.test', '/\r\n\t/evil.test', 'javascript:alert(1)'],
  ])('A18 is the first one instead of %j', (path) => {
    expect(safeReturnPath(path)).toBe('/')
  })
})
