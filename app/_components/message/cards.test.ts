import { describe, expect, it } from 'vitest'
import { cardsOf } from './cards.ts'

const origin = 'https://chat.example.org'
const id = '01900000-0000-7000-8000-00000000000a'
const at = (seq: number) => `${origin}/r/${id}?m=${seq}`

describe('messages that a message links to', () => {
  it('are found once each, at most three, outside of code', () => {
    expect(cardsOf(`see ${at(3)} and [this](${at(4)})`, origin)).toEqual([
      { roomId: id, seq: 3 },
      { roomId: id, seq: 4 },
    ])
    expect(cardsOf(`${at(3)} ${at(3)}`, origin)).toHaveLength(1)
    expect(cardsOf([1, 2, 3, 4].map(at).join(' '), origin)).toHaveLength(3)
    expect(cardsOf(`\`${at(3)}\``, origin)).toEqual([])
  })
  it('are of this installation only', () => {
    expect(cardsOf(`https://evil.test/r/${id}?m=3`, origin)).toEqual([])
    expect(cardsOf(`${origin}.evil.test/r/${id}?m=3`, origin)).toEqual([])
    expect(cardsOf(`${origin}/r/../api?m=3 ${origin}/r/${id}?m=x`, origin)).toEqual([])
  })
})
