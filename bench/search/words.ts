import { createRandom, type Random } from '#prisma/community/random.ts'

// The head of the curve are the words people really write; the tail is made up, so that it can be as long as one likes.
const COMMON =
  'the to a and i it is in of that you for on we have this not be with but so are can do if just was at or as my what like there all no an will get me when from up about your one they time out know some how need now think would has more our good work also then see its by could new here look want make should yes use only try still team call help today thanks sure back after please fix right check sounds let day way add test where because well really who next before first week same thing ready maybe run any file long build two meeting page done change issue server review error data why version deploy code problem question start office release morning question better tomorrow works small database search account update list user button report feature screen design link window message request support document network template'.split(
    ' ',
  )
const ONSETS = 'b c d f g h j k l m n p r s t v w z br cl cr dr fl gr pl pr sh sl sp st th tr'.split(' ')
const VOWELS = 'a e i o u ai ea ou ie oo'.split(' ')
const CODAS = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'ck', 'st', 'rk']
const TAIL = 40_000
const DENSE_FROM = 0x4e00
const DENSE = 1_800
const KANA =
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんアイウエオカキクケコサシスセソタチツテト'

const made = createRandom(7)
const tail = [
  ...new Set(
    Array.from({ length: TAIL }, () =>
      Array.from({ length: made.between(1, 4) }, () => made.pick(ONSETS) + made.pick(VOWELS) + made.pick(CODAS)).join(''),
    ),
  ),
]
/** By how often they are written: the n-th about 1/n as often as the first. */
export const WORDS: readonly string[] = [...new Set([...COMMON, ...tail])]

/** A place in a list of `n` that follows Zipf's curve. */
export const zipf = (random: Random, n: number): number =>
  Math.min(n - 1, Math.floor(Math.exp(random.next() * Math.log(n + 1))) - 1)

const word = (random: Random) => WORDS[zipf(random, WORDS.length)]!
const words = (random: Random, n: number) => Array.from({ length: n }, () => word(random)).join(' ')
const camel = (random: Random) => {
  const [first, ...rest] = Array.from({ length: random.between(2, 3) }, () => word(random))
  return first + rest.map((part) => part[0]!.toUpperCase() + part.slice(1)).join('')
}
const hex = (random: Random, n: number) => Array.from({ length: n }, () => random.between(0, 15).toString(16)).join('')
const url = (random: Random) =>
  `https://${random.pick(['github.com', 'docs.example.org', 'wiki.example.com', 'status.example.net'])}/${word(random)}/${word(random)}/${random.pick(['issues', 'pull', 'blob', 'p'])}/${random.between(1, 9_999)}`
const code = (random: Random) =>
  random.pick([
    () => `\`${camel(random)}(${word(random)})\``,
    () =>
      `\`\`\`ts\nconst ${word(random)} = await ${camel(random)}('${word(random)}')\nif (${word(random)} !== null) return ${word(random)}\n\`\`\``,
    () => `error ${camel(random)}: ${word(random)}->${word(random)} failed with 0x${hex(random, 8)}`,
    () =>
      `10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}:${random.between(1_000, 9_999)} ${word(random)}`,
  ])()
const dense = (random: Random) =>
  Array.from({ length: random.between(6, 30) }, () =>
    random.chance(0.3) ? random.pick([...KANA]) : String.fromCharCode(DENSE_FROM + zipf(random, DENSE) * 7),
  ).join('') + (random.chance(0.5) ? '。' : '')

/** One message: most are a few words, some long, some with an address, code or numbers, one in twenty Chinese or Japanese. */
export function write(random: Random): string {
  const kind = random.next()
  if (kind < 0.05) return dense(random)
  const n = random.chance(0.1) ? random.between(25, 60) : 1 + Math.floor(random.next() ** 2 * 24)
  const text = words(random, n)
  const begun = text[0]!.toUpperCase() + text.slice(1) + random.pick(['', '', '.', '?', '!', ' 👍', ' :)'])
  if (kind < 0.11) return `${begun} ${url(random)}`
  if (kind < 0.17) return `${begun} ${code(random)}`
  if (kind < 0.2)
    return `${begun} #${random.between(1, 20_000)} v${random.between(0, 9)}.${random.between(0, 30)}.${random.between(0, 9)}`
  return begun
}
