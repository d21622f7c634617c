import { expect, it } from 'vitest'
import { statusParts } from './status.ts'

it.each([
  ['🍽️ Lunch', '🍽️', 'Lunch'],
  ['👩🏽‍💻 at it', '👩🏽‍💻', 'at it'],
  ['🇩🇪', '🇩🇪', ''],
  ['2 meetings', '', '2 meetings'],
  ['On holiday 🌴', '', 'On holiday 🌴'],
])('a status that begins with an emoji has it for a sign: %s', (text, sign, words) => {
  expect(statusParts(text)).toEqual({ sign, words })
})
