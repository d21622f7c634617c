import { expect, test } from 'vitest'
import { createFinder, readKeyword } from './words.ts'

const found = (keywords: string[], text: string) => [...createFinder(keywords.map((word) => readKeyword(word)!))(text)]

test('a keyword is found as a whole word, whatever its case and width, and never inside another word', () => {
  expect(found(['Deploy'], 'We DEPLOY now.')).toEqual(['deploy'])
  expect(found(['deploy'], 'ｄｅｐｌｏｙ!')).toEqual(['deploy'])
  expect(found(['deploy'], 'redeployed, deployment')).toEqual([])
  expect(found(['Straße'], 'in der STRASSE')).toEqual([])
  expect(found(['größe'], 'die GRÖSSE, die Größe')).toEqual(['größe'])
})

test('a phrase is found across spaces and marks, in its order', () => {
  expect(found(['release party'], 'the release – party!')).toEqual(['release party'])
  expect(found(['release party'], 'party release')).toEqual([])
  expect(found(['release party'], 'prerelease party')).toEqual([])
})

test('what holds no word of two letters is no keyword', () => {
  expect(['a', '!!', ' ', 'c++'].map(readKeyword)).toEqual([null, null, null, null])
  expect(readKeyword('  On-Call ')).toBe('on call')
})
