import { describe, expect, it } from 'vitest'
import { fence, isInFence, newLineInFence } from './fences.ts'
import { isAddress, link } from './links.ts'
import { continueLine, indentItems, toggleLines } from './lists.ts'

/** `|` is the caret, two of them a selection. */
function at(marked: string): [text: string, start: number, end: number] {
  const start = marked.indexOf('|')
  const end = marked.lastIndexOf('|')
  const text = marked.replaceAll('|', '')
  return [text, start, start === end ? start : end - 1]
}
const shown = (result: { text: string; start: number; end: number } | null) =>
  result &&
  (result.start === result.end
    ? `${result.text.slice(0, result.start)}|${result.text.slice(result.start)}`
    : `${result.text.slice(0, result.start)}|${result.text.slice(result.start, result.end)}|${result.text.slice(result.end)}`)
const going = (marked: string) => {
  const [text, caret] = at(marked)
  return shown(continueLine(text, caret))
}

describe('a new line in a list', () => {
  it('goes on with the mark, the next number, an empty box or the quote', () => {
    expect(going('- milk|')).toBe('- milk\n- |')
    expect(going('  * milk| and more')).toBe('  * milk\n  * | and more')
    expect(going('9. milk|')).toBe('9. milk\n10. |')
    expect(going('- [x] milk|')).toBe('- [x] milk\n- [ ] |')
    expect(going('> said|')).toBe('> said\n> |')
  })
  it('ends where the item has no words', () => {
    expect(going('- milk\n- |')).toBe('- milk\n|')
    expect(going('> a\n> |')).toBe('> a\n|')
  })
  it('is nothing special elsewhere', () => {
    expect(going('milk|')).toBeNull()
    expect(going('|- milk')).toBeNull()
    expect(going('-milk|')).toBeNull()
  })
})

describe('Tab in a list', () => {
  it('moves the items of the selection in and out', () => {
    expect(shown(indentItems(...at('- a\n- b|'), 1))).toBe('- a\n  - b|')
    expect(shown(indentItems(...at('- a\n  - b|'), -1))).toBe('- a\n- b|')
    expect(shown(indentItems(...at('|- a\n- b|'), 1))).toBe('|  - a\n  - b|')
  })
  it('moves on where there is no list', () => {
    expect(indentItems(...at('words|'), 1)).toBeNull()
  })
})

describe('marks before lines', () => {
  it('are put on and taken off', () => {
    expect(shown(toggleLines(...at('|a\nb|'), 'quote'))).toBe('|> a\n> b|')
    expect(shown(toggleLines(...at('|> a\n> b|'), 'quote'))).toBe('|a\nb|')
    expect(shown(toggleLines(...at('|a\nb|'), 'number'))).toBe('|1. a\n2. b|')
    expect(shown(toggleLines(...at('a|'), 'bullet'))).toBe('- a|')
  })
})

describe('code', () => {
  it('is known by its fence', () => {
    expect(isInFence('```ts\nlet a', 11)).toBe(true)
    expect(isInFence('```ts\nlet a\n```\nafter', 21)).toBe(false)
    expect(isInFence('words', 5)).toBe(false)
  })
  it('gets its end when it is opened, and keeps its indent', () => {
    const [text, caret] = at('```ts|')
    expect(shown(newLineInFence(text, caret))).toBe('```ts\n|\n```')
    const [inside, place] = at('```\n  if (a) {|\n```')
    expect(shown(newLineInFence(inside, place))).toBe('```\n  if (a) {\n  |\n```')
  })
  it('stands on lines of its own', () => {
    expect(shown(fence(...at('see |a()| there')))).toBe('see \n```\n|a()|\n```\n there')
  })
})

describe('links', () => {
  it('are made of a selection and an address', () => {
    expect(shown(link(...at('see |the docs| now'), 'https://example.com/a_(b)'))).toBe(
      'see [the docs](https://example.com/a_%28b%29)| now',
    )
    expect(shown(link(...at('|docs|')))).toBe('[docs](|)')
    expect(shown(link(...at('a |')))).toBe('a [|]()')
  })
  it('know an address from words', () => {
    expect(isAddress('https://example.com/x?y=1')).toBe(true)
    expect(isAddress('javascript:alert(1)')).toBe(false)
    expect(isAddress('https://example.com and more')).toBe(false)
  })
})
