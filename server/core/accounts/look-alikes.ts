/**
 * Letters that look like ASCII ones, by what they look like. From Unicode's confusables.txt (UTS #39, version 14): every
 * letter of the scripts below whose lower-case or upper-case form is listed there with an ASCII prototype. Wide, bold and
 * accented forms are not here: normalising takes those away.
 */
const BY_PROTOTYPE: Record<string, string> = {
  2: 'ꝛƨƻꙅ',
  3: 'ɜȝʒꝫзӡ',
  6: 'б',
  8: 'ȣ',
  9: 'ꝯ',
  a: 'ɑаα',
  aa: 'ꜳ',
  ae: 'æӕ',
  ao: 'ꜵ',
  au: 'ꜷ',
  av: 'ꜹꜻ',
  ay: 'ꜽ',
  b: 'ɓƅꞵƃƀьвѣβ',
  bl: 'ы',
  c: 'ᴄȼс',
  d: 'ɗðɖƌđԁ',
  dz: 'ʣ',
  e: 'ꬲɇеҽҿε',
  f: 'ꬵꞙẝƒᵮϝք',
  g: 'ɡᶃƍɠǥԍց',
  h: 'ɦⱨħһнꚕћӊӈհ',
  i: 'ıɪɩɨᵻᵼіꙇӏι',
  j: 'ʝɉјϳ',
  k: 'ƙⱪꝁкқҟκ',
  l: 'ǀłɭƚɫ',
  ll: 'ǁ',
  lo: 'ю',
  ls: 'ʪ',
  lz: 'ʫ',
  m: 'мӎμϻ',
  n: 'ɳƞɲᵰηոռ',
  o: 'ᴏᴑꬽøꬾɵꝋоөѳσοθօჿഠଠဝတዐ',
  oe: 'œ',
  oo: 'ꝏꚙ',
  p: 'ƥᵽрρ',
  q: 'ʠԛգզ',
  r: 'ꭇꭈʀɽɼɍᵲгғᴦ',
  rn: 'ɱᵯ',
  s: 'ƽꜱʂᵴѕտ',
  t: 'ƭⱦʈŧᵵтҭτ',
  t3: 'ꜩ',
  tf: 'ꝷ',
  ts: 'ʦ',
  u: 'ꞟᴜꭎꭒʋᵾʉυսሀ',
  ue: 'ᵫ',
  uo: 'ꭣ',
  v: 'ᴠѵν',
  w: 'ɯᴡꝡѡԝѽա',
  x: 'ꭓхҳχ',
  y: 'ƴɣᶌʏỿꭚɏуүұγყ',
  z: 'ᴢʐƶȥᵶζ',
}

/** And what looks alike within ASCII, by the same source. */
const WITHIN_ASCII: [string, string][] = [
  ['m', 'rn'],
  ['0', 'o'],
  ['1', 'l'],
]

const prototypeOf = new Map(
  Object.entries(BY_PROTOTYPE).flatMap(([prototype, letters]) =>
    [...letters].map((letter): [string, string] => [letter, prototype]),
  ),
)
const asciiOf = new Map(WITHIN_ASCII)

const replace = (text: string, table: Map<string, string>) => [...text].map((letter) => table.get(letter) ?? letter).join('')

// In these scripts a mark is an ornament; in others (Arabic, Hindi, Thai) it may be the vowel, and stays.
const ORNAMENTS = /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*)\p{M}/gu

/**
 * What confusable spellings of a name have in common: two names with one skeleton are not both given out [A2].
 * Takes a normalised username; the answer is for comparing, not for showing.
 */
export function skeletonOf(username: string): string {
  const bare = username.normalize('NFD').replace(ORNAMENTS, '').normalize('NFC')
  return replace(replace(bare, prototypeOf), asciiOf)
}
