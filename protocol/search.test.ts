import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPeriod, parseSearch } from './search.ts'

const read = (query: string) =>
  parseSearch(query).parts.map((part) =>
    part.kind === 'term'
      ? `${part.not ? 'not ' : ''}${part.quoted ? `"${part.text}"` : part.text}`
      : `${part.not ? 'not ' : ''}${part.name}=${part.value}`,
  )

describe('what is typed into a search', () => {
  test.each([
    ['two words', ['two', 'words']],
    ['"a phrase" word', ['"a phrase"', 'word']],
    ['"not closed', ['"not closed"']],
    ['word -other -"a phrase"', ['word', 'not other', 'not "a phrase"']],
    ['from:@ann In:#general', ['from=@ann', 'in=#general']],
    ['in:"design team" x', ['in=design team', 'x']],
    ['in:"design te', ['in=design te']],
    ['-from:me -has:link', ['not from=me', 'not has=link']],
    ['from:', ['from=']],
    ['https://example.org/a?b=c', ['https://example.org/a?b=c']],
    ['std::move localhost:3000 10:30', ['std::move', 'localhost:3000', '10:30']],
    ['TypeError:x', ['TypeError:x']],
    ['-> --force - -1', ['->', '--force', '-', 'not 1']],
    ['it"s', ['it"s']],
    ['""', []],
    ['  ', []],
  ])('%s', (query, parts) => expect(read(query)).toEqual(parts))

  test.each([
    ['npm:react', 'There is no “npm:”. To search for it as text, put it in quotes.'],
    ['has:sugar', 'After has: stands link, file, image, code, reaction or pin.'],
    ['-before:2026', 'A day can’t be excluded: use before: and after:.'],
  ])('says what is wrong with %s', (query, problem) => expect(parseSearch(query).problem).toBe(problem))

  test('"npm:react" in quotes is text', () => expect(parseSearch('"npm:react"').problem).toBeUndefined())

  test('takes anything, and its parts stand apart and in order, where they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (query) => {
        const { parts } = parseSearch(query)
        let end = 0
        for (const { from, to } of parts) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          end = to
        }
        expect(end).toBeLessThanOrEqual(query.length)
      }),
    )
  })
})

describe('days', () => {
  test.each([
    ['2026-03-31', { from: [2026, 2, 31], to: [2026, 2, 32] }],
    ['2026-3-1', { from: [2026, 2, 1], to: [2026, 2, 2] }],
    ['2026-12', { from: [2026, 11, 1], to: [2026, 12, 1] }],
    ['2026', { from: [2026, 0, 1], to: [2027, 0, 1] }],
    ['Yesterday', { ago: 1 }],
    ['2026-02-30', null],
    ['2026-13', null],
    ['31.3.2026', null],
    ['', null],
  ])('%s', (text, period) => expect(findPeriod(text)).toEqual(period))
})
