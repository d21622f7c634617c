import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EmojiGroup } from './data.ts'
import { recentEmoji } from './recent.ts'

const groups: EmojiGroup[] = JSON.parse(readFileSync('public/emoji/en.json', 'utf8'))
const all = groups.flatMap(({ emoji }) => emoji.map(([sign]) => sign))

describe('the set of emoji', () => {
  it('writes each one way only, the one that keyboards and the quick reactions write', () => {
    // 👍 with a selector it does not need would be another reaction than 👍.
    expect(all.filter((sign) => /\p{Emoji_Presentation}\uFE0F/u.test(sign))).toEqual([])
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(expect.arrayContaining(recentEmoji(8)))
  })
})
