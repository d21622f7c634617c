import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'
import { afterTyping, begunIn, isBestFirst, toField, toQuery, withOrder } from './field.ts'
import { chipOf } from './place-of.ts'

describe('the search field', () => {
  test('an operator becomes a chip with the space after it, not before', () => {
    expect(afterTyping({ chips: [], text: 'a from:@an' }, 'a from:@ann')).toEqual({ chips: [], text: 'a from:@ann' })
    expect(afterTyping({ chips: [], text: '' }, 'a from:@ann b')).toEqual({ chips: ['from:@ann'], text: 'a b' })
    expect(afterTyping({ chips: ['has:link'], text: '' }, 'in:"design te')).toEqual({
      chips: ['has:link'],
      text: 'in:"design te',
    })
    expect(afterTyping({ chips: [], text: '' }, 'in:"design team"')).toEqual({ chips: ['in:"design team"'], text: '' })
  })

  test('a link’s operators are chips; what is asked is all of it', () => {
    const field = toField('deploy from:@ann -in:"design team"')
    expect(field).toEqual({ chips: ['from:@ann', '-in:"design team"'], text: 'deploy ' })
    expect(toQuery(field)).toBe('from:@ann -in:"design team" deploy')
    expect(toQuery({ chips: [], text: 'deploy from:' })).toBe('deploy')
    expect(toQuery({ chips: ['has:link'], text: 'deploy -from:@an' })).toBe('has:link deploy')
  })

  test('knows what is being written', () => {
    expect(begunIn('deploy fr')).toMatchObject({ operator: null, value: 'fr', at: 7 })
    expect(begunIn('deploy -from:@a')).toMatchObject({ operator: 'from', value: '@a', not: true, at: 7 })
    expect(begunIn('')).toMatchObject({ operator: null, value: '' })
    expect(begunIn('"a phrase')).toBeNull()
  })

  test('quotes what needs it', () => {
    expect(chipOf('in', '#design team')).toBe('in:"#design team"')
    expect(chipOf('from', '@ann', true)).toBe('-from:@ann')
  })

  test('whatever is typed, asking again of what the field shows asks the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b c', 'from:@ann', '-has:link', '"x y"', 'in:"p q"'), { maxLength: 6 }),
        (parts) => {
          const query = toQuery(toField(parts.join(' ')))
          expect(toQuery(toField(query))).toBe(query)
        },
      ),
    )
  })
})

describe('the order', () => {
  test('is a chip like any other operator, and there is one of it', () => {
    const plain = toField('deploy from:@ann')
    expect(isBestFirst(plain)).toBe(false)
    const best = withOrder(plain, true)
    expect(toQuery(best)).toBe('from:@ann sort:best deploy')
    expect(isBestFirst(best)).toBe(true)
    expect(toQuery(withOrder(withOrder(best, true), false))).toBe('from:@ann deploy')
    expect(isBestFirst(toField('deploy sort:newest'))).toBe(false)
    expect(isBestFirst(toField('deploy SORT:Best'))).toBe(true)
  })
})

describe('an excerpt', () => {
  const shown = (body: string, ranges: [number, number][]) =>
    excerptOf({ text: body, ranges })
      .map((part) => (part.marked ? `[${part.text}]` : part.text))
      .join('')

  test('shows a short body whole, with what was found marked', () => {
    expect(shown('one two three', [[4, 7]])).toBe('one [two] three')
  })

  test('begins near what was found in a long one, and says that there is more', () => {
    const body = `${'word '.repeat(100)}needle${' word'.repeat(100)}`
    const text = shown(body, [[500, 506]])
    expect(text).toMatch(/^… word .*\[needle\].* …$/)
    expect(text.length).toBeLessThan(400)
  })

  test('never cuts a letter in two, and keeps its parts in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.nat(), fc.nat({ max: 30 }), (body, at, length) => {
        const from = at % (body.length + 1)
        const parts = excerptOf({ text: body, ranges: length > 0 ? [[from, Math.min(body.length, from + length)]] : [] })
        const text = parts.map((part) => part.text).join('')
        if (body.isWellFormed() && length === 0) expect(text.isWellFormed()).toBe(true)
      }),
    )
  })
})
