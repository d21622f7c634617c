type Range = readonly [number, number]

const SPOILER = /\|\|[^\n|](?:[^\n|]|\|(?!\|)){0,2000}\|\|/g
const CODE = /(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g
const MARKED = /(\*\*|~~|`+)(?![ `])[^\n]+?(?<! )\1(?!`)/g
const HIDDEN = '[spoiler]'

/**
 * A body as it is read in a list, and where what was found stands in it: without the signs of formatting, but for those that
 * were looked for, and with what is hidden in it hidden, also from whoever found it by what is hidden.
 */
export function plainOf(body: string, ranges: readonly Range[]): { text: string; ranges: Range[] } {
  const cuts = [...spoilersOf(body), ...marksOf(body)].sort((a, b) => a.from - b.from)
  let text = ''
  let at = 0
  const moved: Range[] = []
  const put = (to: number) => {
    for (const [start, stop] of ranges) {
      const [from, end] = [Math.max(start, at), Math.min(stop, to)]
      if (from < end) moved.push([text.length + from - at, text.length + end - at])
    }
    text += body.slice(at, to)
    at = to
  }
  for (const { from, to, instead } of cuts) {
    const isWanted = instead === '' && ranges.some(([start, stop]) => start < to && from < stop)
    if (from < at || isWanted) continue
    put(from)
    text += instead
    at = to
  }
  put(body.length)
  return { text, ranges: joined(moved) }
}

type Cut = { from: number; to: number; instead: string }

/** In code the same signs are words. */
const spoilersOf = (body: string): Cut[] =>
  [...body.replace(CODE, (code) => '.'.repeat(code.length)).matchAll(SPOILER)].map(({ 0: { length }, index }) => ({
    from: index,
    to: index + length,
    instead: HIDDEN,
  }))

const marksOf = (body: string): Cut[] =>
  [...body.matchAll(MARKED)].flatMap(({ 0: { length }, 1: sign = '', index }) => [
    { from: index, to: index + sign.length, instead: '' },
    { from: index + length - sign.length, to: index + length, instead: '' },
  ])

/** What a sign stood between is one place again. */
function joined(ranges: readonly Range[]): Range[] {
  const out: [number, number][] = []
  for (const [start, stop] of ranges) {
    const last = out.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], stop)
    else out.push([start, stop])
  }
  return out
}
