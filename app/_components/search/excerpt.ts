/** Characters shown before the first place that was found, and in all. */
const BEFORE = 90
const SHOWN = 360

export type Part = { text: string; marked: boolean }

/** The part of a body around what was found, in pieces; "…" stands where more is left out. */
export function excerptOf({ text: body, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }): Part[] {
  const first = ranges[0]?.[0] ?? 0
  const from = first > BEFORE + 40 ? startOfWord(body, first - BEFORE) : 0
  const to = body.length - from > SHOWN ? Math.max(from + SHOWN, ranges[0]?.[1] ?? 0) : body.length
  const parts: Part[] = []
  const put = (text: string, marked: boolean) => text !== '' && parts.push({ text, marked })
  if (from > 0) put('… ', false)
  let end = from
  for (const [start, stop] of ranges) {
    if (start >= to) break
    put(body.slice(end, start), false)
    put(body.slice(start, Math.min(stop, to)), true)
    end = Math.min(stop, to)
  }
  put(wellFormed(body.slice(end, to)), false)
  if (to < body.length) put(' …', false)
  return parts
}

/** The end of what is shown may fall between the halves of a letter. */
const wellFormed = (text: string) => (text.isWellFormed() ? text : text.slice(0, -1))

/** The next beginning of a word, where one is near; never within a letter of two units. */
function startOfWord(body: string, at: number): number {
  const space = body.slice(at, at + 30).search(/\s/)
  if (space >= 0) return at + space + 1
  return /[\udc00-\udfff]/.test(body[at] ?? '') ? at + 1 : at
}
