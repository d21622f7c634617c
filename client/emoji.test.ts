import { afterEach, describe, expect, it } from 'vitest'
import type { CustomEmoji } from '#protocol/models.ts'
import { createEmoji, type KeptEmoji } from './emoji.ts'
import { createState } from './state.ts'

const party: CustomEmoji = { id: '1', name: 'party', addedBy: 'ann' }
const wave: CustomEmoji = { id: '2', name: 'wave', addedBy: 'ann' }
let stop: () => void = () => undefined
afterEach(() => stop())

/** The list as a server has it, and how often it was asked for. */
function made(server: KeptEmoji) {
  const state = createState()
  const kept: KeptEmoji[] = []
  let asked = 0
  const ask = async () => {
    asked += 1
    return { rev: server.rev, emoji: [...server.emoji] }
  }
  const emoji = createEmoji({ state, ask: ask as never, isLive: () => true, store: { put: (one) => kept.push(one) } })
  stop = emoji.stop
  const came = (rev: number) =>
    new Promise<void>((done) => {
      const look = () => kept.at(-1)?.rev === rev && done()
      state.subscribe(look)
      look()
    })
  return { state, emoji, kept, came, asked: () => asked }
}

describe('custom emoji', () => {
  it('X3 are asked for when hello’s clock is another one, and only then', async () => {
    const { state, emoji, came, asked } = made({ rev: 3, emoji: [party] })
    emoji.at(3)
    await came(3)
    expect(state.get().emoji).toEqual([party])
    emoji.at(3)
    await new Promise((done) => setTimeout(done, 10))
    expect(asked()).toBe(1)
  })

  it('X3 a change that joins on is applied, one that was told already is not, and after a hole the list is asked for', async () => {
    const server: KeptEmoji = { rev: 1, emoji: [wave] }
    const { state, emoji, came, asked } = made(server)
    emoji.restore({ rev: 1, emoji: [wave] })
    emoji.told({ rev: 2, added: party })
    expect(state.get().emoji).toEqual([party, wave])
    emoji.told({ rev: 3, removed: '2' })
    emoji.told({ rev: 2, added: party })
    expect(state.get().emoji).toEqual([party])
    expect(asked()).toBe(0)
    Object.assign(server, { rev: 9, emoji: [wave] })
    emoji.told({ rev: 9, added: wave })
    await came(9)
    expect(state.get().emoji).toEqual([wave])
  })
})
