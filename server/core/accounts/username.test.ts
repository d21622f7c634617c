import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { skeletonOf } from './look-alikes.ts'
import { readUsername } from './username.ts'

const name = (raw: string) => {
  const read = readUsername(raw)
  return 'wrong' in read ? null : read.username
}
const wrong = (raw: string) => {
  const read = readUsername(raw)
  return 'wrong' in read ? read.wrong : null
}

describe('usernames', () => {
  it.each([
    ['Ada', 'ada'],
    [' ada.lovelace ', 'ada.lovelace'],
    ['Ａｄａ', 'ada'],
    ['Ⅷ_42', 'viii_42'],
    ['ДМИТРИЙ', 'дмитрий'],
    ['JOSÉ', 'josé'],
    ['σοφία', 'σοφία'],
    ['田中さくら', '田中さくら'],
    ['カレー', 'カレー'],
    ['김철수', '김철수'],
    ['राम', 'राम'],
    ['محمد', 'محمد'],
    ['שלום', 'שלום'],
  ])('A1 a username is NFKC in lower case, in letters of any one script: %s', (raw, stored) => {
    expect(name(raw)).toBe(stored)
  })

  it('A1 a name that was stored reads as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (raw) => {
        const once = name(raw)
        if (once !== null) expect(name(once)).toBe(once)
      }),
    )
  })

  it.each([
    ['a', 'at least 2'],
    ['', 'at least 2'],
    ['x'.repeat(33), 'at most 32'],
    ['ada\u202elace', 'invisible'],
    ['ada\u200blace', 'invisible'],
    ['ad\u00ada', 'invisible'],
    ['ada\u2066', 'invisible'],
    ['a\ufeffda', 'invisible'],
    ['ада\u115f', 'invisible'],
    ['محـمد', 'invisible'],
    ['ada lovelace', 'may hold'],
    ['ada@home', 'may hold'],
    ['@ada', 'may hold'],
    ['😀😀', 'may hold'],
    ['-ada', 'may hold'],
    ['ada\u0000', 'may hold'],
    ['../ada', 'may hold'],
    ['ada..lace', 'after each'],
    ['ada_', 'after each'],
    ['аda', 'mix'],
    ['ada\u0431', 'mix'],
    ['さくらkim', 'mix'],
    ['مُُُُحمد', 'marks'],
    ['a\u0302\u0323\u0324\u0325\u0326da', 'mix'],
  ])('A1 refuses %j: %s', (raw, why) => {
    expect(wrong(raw)).toContain(why)
  })

  it.each([
    'admin',
    'ADMIN',
    'Root',
    'system',
    'all',
    'here',
    'everyone',
    'channel',
    'parley',
    'moderator',
    'һеге',
    'ádmin',
    'adrnin',
    'аⅼⅼ',
    'r00t',
    'a11',
  ])('A3 reserved names and what looks like them are refused: %s', (raw) => {
    expect(wrong(raw)).not.toBeNull()
  })

  it.each([
    ['соco', 'coco'],
    ['сосо', 'coco'],
    ['b0b', 'bob'],
    ['pau1', 'paul'],
    ['josé', 'jose'],
    ['rnaria', 'maria'],
    ['ɑnnɑ', 'anna'],
    ['ｐａｕｌ', 'paul'],
    ['кот', 'kot'],
    ['νικο', 'viko'],
    ['ølga', 'olga'],
    ['ınes', 'ines'],
  ])('A2 %s has the skeleton of %s', (spelling, plain) => {
    expect(skeletonOf(spelling.normalize('NFKC').toLowerCase())).toBe(skeletonOf(plain))
  })

  it('A2 a skeleton is its own skeleton, and different names keep apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 32 }), (text) => {
        expect(skeletonOf(skeletonOf(text))).toBe(skeletonOf(text))
      }),
    )
    const names = ['ada', 'bob', 'carol', 'dave', 'eve', 'ram', 'राम', 'राज', 'محمد', 'محمود', '田中', '田口']
    expect(new Set(names.map(skeletonOf)).size).toBe(names.length)
  })
})
