import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from './fold.ts'
import { EDGE, edged, piecesOf } from './pieces.ts'
import { planTerm } from './plan.ts'
import { slipsBetween } from './slips.ts'
import { partsOfWord, slipGrams, tokensOf, wordGrams } from './tokens.ts'
import { whyFound } from './why.ts'

const term = (text: string, quoted = false) => ({ kind: 'term' as const, text, quoted, not: false, from: 0, to: text.length })
const planned = (text: string, quoted = false) => planTerm(term(text, quoted))!
const holds = (body: string, text: string, quoted = false) => edged(fold(body).text).includes(planned(text, quoted).pattern)
const text = fc.string({ unit: 'grapheme', maxLength: 80 })

describe('fold', () => {
  test.each([
    ['Ａｎｎ ﬁne', 'ann fine'],
    ['Crème BRÛLÉE', 'creme brulee'],
    ['Ёлка й', 'елка и'],
    ['Ὀδυσσεύς', 'οδυσσευς'],
    ['שָׁלוֹם', 'שלום'],
    ['がぎ 한글', 'がぎ 한글'],
    ['soft\u00adhyphen z\u200bw', 'softhyphen zw'],
    ['❤️', '❤'],
  ])('%s', (from, to) => expect(fold(from).text).toBe(to))

  test('says where each letter began, whatever it is given', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { text: folded, origin } = fold(original)
        if (origin === null) {
          expect(folded.length).toBe(original.length)
          return
        }
        expect(origin.length).toBe(folded.length + 1)
        expect(origin.at(-1)).toBe(original.length)
        for (let i = 1; i < origin.length; i++) expect(origin[i]!).toBeGreaterThanOrEqual(origin[i - 1]!)
      }),
    )
  })

  test('done twice changes nothing more', () => {
    fc.assert(
      fc.property(text, (original) => {
        expect(fold(fold(original).text).text).toBe(fold(original).text)
      }),
    )
  })
})

describe('pieces', () => {
  test('words, runs without spaces, and signs', () => {
    const of = (original: string) => [...piecesOf(fold(original).text)].map(({ kind, text }) => `${kind}:${text}`)
    expect(of('foo_bar->baz')).toEqual(['word:foo', 'signs:_', 'word:bar', 'signs:->', 'word:baz'])
    expect(of('使用React开发')).toEqual(['dense:使用', 'word:react', 'dense:开发'])
    expect(of('v1.2 — 👍')).toEqual(['word:v1', 'signs:.', 'word:2', 'signs:—', 'signs:👍'])
  })

  test('leave out nothing but space', () => {
    fc.assert(
      fc.property(text, (original) => {
        const folded = fold(original).text
        expect([...piecesOf(folded)].map((piece) => piece.text).join('')).toBe(folded.replace(/\s/g, ''))
      }),
    )
  })
})

describe('a message that holds what was typed', () => {
  test('is listed by all that the term needs, and holds its pattern: any part of any message is found', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (body, a, b) => {
        const letters = [...new Intl.Segmenter().segment(body)].map(({ segment }) => segment)
        const from = a % (letters.length + 1)
        const part = letters.slice(from, from + 1 + (b % 12)).join('')
        const plan = planTerm(term(part.trim()))
        const first = plan && [...piecesOf(fold(part).text)][0]
        // One or two letters are looked for at the beginning of words only.
        if (!plan || (first?.kind === 'word' && first.text.length < 3)) return
        const folded = fold(body).text
        if (!folded.includes(fold(part.trim()).text)) return
        expect(edged(folded)).toContain(plan.pattern)
        const { tokens, words } = tokensOf(folded)
        for (const need of plan.needs) {
          if ('token' in need) expect(tokens.has(need.token)).toBe(true)
          else {
            const fits = { with: 'includes', beginning: 'startsWith', ending: 'endsWith' } as const
            expect([...words].some((word) => word[fits[need.words]](need.text))).toBe(true)
          }
        }
        expect(whyFound({ body, attachments: [] }, [plan], null).why).toHaveLength(1)
      }),
      { numRuns: 400 },
    )
  })

  test('marks ranges that lie within the body, apart and ascending', () => {
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), (body, typed) => {
        const plan = planTerm(term(typed))
        if (!plan) return
        let end = -1
        for (const [from, to] of whyFound({ body, attachments: [] }, [plan], null).ranges) {
          expect(from).toBeGreaterThan(end)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(body.length)
          end = to
        }
      }),
    )
  })

  test.each([
    ['a question', 'qu', true],
    ['unique', 'qu', false],
    ['redeployed', 'deploy', true],
    ['fooo-bar', 'ooo-ba', true],
    ['fooo bar', 'ooo-ba', false],
    ['foo-bar', 'oo-ba', false],
    ['go to input/output', 'i/o', false],
    ['the i/o error', 'i/o', true],
  ])('%s holds %s: %s', (body, typed, isSo) => expect(holds(body, typed)).toBe(isSo))

  test('in quotes it begins and ends where words do', () => {
    expect(holds('on call today', 'on call', true)).toBe(true)
    expect(holds('button called', 'on call', true)).toBe(false)
  })

  test('nothing to see is nothing to look for', () => expect(planTerm(term('\u200b'))).toBeNull())

  test('the edge of a word is no letter that a message can hold', () => expect(EDGE.codePointAt(0)).toBe(1))
})

describe('long words', () => {
  test('any twenty letters lie within one of their parts', () => {
    const word = Array.from({ length: 133 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join('')
    for (let at = 0; at + 20 <= word.length; at++)
      expect(partsOfWord(word).some((part) => part.includes(word.slice(at, at + 20)))).toBe(true)
  })
})

describe('slips', () => {
  test.each([
    ['kubernetes', 'kubernets', 1],
    ['kubernetes', 'kubrenetes', 1],
    ['kitten', 'sitting', 3],
    ['same', 'same', 0],
  ])('%s %s: %i', (a, b, slips) => expect(slipsBetween(a, b)).toBe(slips))

  test('one slip always shares a way to be found', () => {
    const letters = fc.stringMatching(/^[a-z]{5,12}$/)
    fc.assert(
      fc.property(letters, fc.nat(), fc.constantFrom('change', 'leave out', 'add', 'swap'), (word, n, how) => {
        const at = n % (word.length - 1)
        const slip = {
          change: `${word.slice(0, at)}z${word.slice(at + 1)}`,
          'leave out': word.slice(0, at) + word.slice(at + 1),
          add: `${word.slice(0, at)}z${word.slice(at)}`,
          swap: word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
        }[how]
        const grams = new Set(wordGrams(word))
        expect(slipGrams(slip).some((gram) => grams.has(gram))).toBe(true)
        expect(slipsBetween(word, slip)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
