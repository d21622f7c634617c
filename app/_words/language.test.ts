import { describe, expect, it } from 'vitest'
import { directionOf, preferredLanguage } from './language.ts'
import { pluralOf } from './plural.ts'

describe('the language of a page', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-FR,fr;q=0.9,ar;q=0.5,en;q=0.4', 'ar'],
    ['en;q=0.3, de;q=0.7', 'de'],
    ['de;q=0, en', 'en'],
    ['AR-EG', 'ar'],
    ['fr', 'en'],
    ['', 'en'],
    [null, 'en'],
    [';;,=,de;q=x', 'de'],
  ])('Y1 is the first that is spoken of %j: %s', (accepted, language) => {
    expect(preferredLanguage(accepted)).toBe(language)
  })

  it('Y1 Arabic is written from the right', () => {
    expect([directionOf('en'), directionOf('de'), directionOf('ar')]).toEqual(['ltr', 'ltr', 'rtl'])
  })
})

it('a count has the form that its language has for it', () => {
  const forms = { zero: 'صفر', one: 'واحد', two: 'اثنان', few: '# قليلة', many: '# كثيرة', other: '# أخرى' }
  const arabic = [0, 1, 2, 3, 11, 100].map((count) => pluralOf('ar')(count, forms).replace(/^\S+ (?=\S)/, ''))
  expect(arabic).toEqual(['صفر', 'واحد', 'اثنان', 'قليلة', 'كثيرة', 'أخرى'])
  expect(pluralOf('en')(1, { one: '# message', other: '# messages' })).toBe('1 message')
  expect(pluralOf('en')(2, { one: '# message', other: '# messages' })).toBe('2 messages')
})
