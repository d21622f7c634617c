import { createRandom, type Random } from '#prisma/community/random.ts'
import { WORDS } from './words.ts'

/** One kind of search, and how each one of it is drawn. `pages`: how many pages are turned. */
export type QueryClass = { name: string; draw: (random: Random) => string; pages?: number }

export type Names = { roomOf: (random: Random) => string; authorOf: (random: Random) => string }

const among = (random: Random, from: number, to: number) => WORDS[random.between(from, Math.min(to, WORDS.length - 1))]!
const common = (random: Random) => among(random, 60, 250)
const rare = (random: Random) => among(random, 8_000, 30_000)
const long = (random: Random) => {
  for (;;) {
    const word = rare(random)
    if (word.length >= 7) return word
  }
}
const slip = (random: Random) => {
  const word = long(random)
  const at = random.between(1, word.length - 2)
  return random.pick([
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    () => `${word.slice(0, at)}x${word.slice(at + 1)}`,
  ])()
}
const cjk = (random: Random, most: number) => String.fromCharCode(0x4e00 + random.between(0, most) * 7)

/** What people look for, in the words of the seeded history. */
export const classesOf = ({ roomOf, authorOf }: Names): QueryClass[] => [
  { name: 'one word', draw: common },
  { name: 'the most common word', draw: (random) => among(random, 0, 20) },
  { name: 'a rare word', draw: rare },
  { name: 'two words', draw: (random) => `${common(random)} ${common(random)}` },
  { name: 'a phrase', draw: (random) => `"${among(random, 0, 30)} ${among(random, 0, 30)}"` },
  { name: 'part of a word', draw: (random) => long(random).slice(1, -1) },
  { name: 'three letters', draw: (random) => rare(random).padEnd(3, 'a').slice(0, 3) },
  { name: 'two letters', draw: (random) => rare(random).slice(0, 2) },
  { name: 'one letter', draw: (random) => rare(random).slice(0, 1) },
  { name: 'a slip', draw: slip },
  { name: 'Chinese, one sign', draw: (random) => cjk(random, 1_700) },
  { name: 'Chinese, two signs', draw: (random) => cjk(random, 30) + cjk(random, 30) },
  { name: 'an address', draw: (random) => `github.com/${among(random, 0, 400)}` },
  { name: 'code', draw: (random) => `${common(random)}(${random.chance(0.5) ? `${among(random, 0, 40)})` : ''}` },
  { name: 'signs', draw: (random) => random.pick(['->', '0x', ':)', '!==', '10.4', '#42', '`', '👍', 'v3.']) },
  { name: 'nothing there', draw: (random) => `${long(random)}${long(random)}` },
  { name: 'from: and a word', draw: (random) => `from:${authorOf(random)} ${common(random)}` },
  { name: 'from: alone', draw: (random) => `from:${authorOf(random)}` },
  { name: 'in: and a word', draw: (random) => `in:${roomOf(random)} ${common(random)}` },
  { name: 'in: and a rare word', draw: (random) => `in:${roomOf(random)} ${rare(random)}` },
  { name: 'has: and a word', draw: (random) => `has:${random.pick(['link', 'code'])} ${common(random)}` },
  { name: 'before: and a word', draw: (random) => `before:2025-${random.between(10, 12)}-15 ${common(random)}` },
  { name: 'after: and a rare word', draw: (random) => `after:2026-0${random.between(1, 9)}-01 ${rare(random)}` },
  { name: 'a word and -another', draw: (random) => `${common(random)} -${among(random, 0, 20)}` },
  { name: 'sort:best, two words', draw: (random) => `${common(random)} ${common(random)} sort:best` },
  { name: 'ten pages of a word', draw: common, pages: 10 },
  { name: 'ten pages of a rare word', draw: (random) => among(random, 1_000, 3_000), pages: 10 },
]

export const drawAll = ({ draw }: QueryClass, n: number, seed: number): string[] => {
  const random = createRandom(seed)
  return Array.from({ length: n }, () => draw(random))
}
