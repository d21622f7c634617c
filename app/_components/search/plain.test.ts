import { describe, expect, it } from 'vitest'
import { plainOf } from './plain.ts'

/** What stands between `<` and `>` was found; shown the same way. */
function read(typed: string): string {
  const ranges: [number, number][] = []
  let body = ''
  for (const sign of typed) {
    if (sign === '<') ranges.push([body.length, body.length])
    else if (sign === '>') ranges.at(-1)![1] = body.length
    else body += sign
  }
  const { text, ranges: found } = plainOf(body, ranges)
  let shown = ''
  let at = 0
  for (const [start, stop] of found) {
    shown += `${text.slice(at, start)}<${text.slice(start, stop)}>`
    at = stop
  }
  return shown + text.slice(at)
}

describe('a hit in words', () => {
  it.each([
    ['nothing to take away, <here>', 'nothing to take away, <here>'],
    ['a **bold <word>** and ~~one~~ in `code`', 'a bold <word> and one in code'],
    ['the end: ||he <did> it|| and <more>', 'the end: [spoiler] and <more>'],
    ['||a|| and ||<b>||', '[spoiler] and [spoiler]'],
    ['||with **bold** in it||', '[spoiler]'],
    ['<wo**r**ds> across', '<wo**r**ds> across'],
    ['looked for <`> itself: `x`', 'looked for <`> itself: x'],
    ['2 ** 3 ** 4', '2 ** 3 ** 4'],
    ['```\nif (a || <b> || c)\n```', '```\nif (a || <b> || c)\n```'],
    ['`a || b` or `<c> || d`', 'a || b or <c> || d'],
    ['😀 **<ok>** 😀', '😀 <ok> 😀'],
  ])('%s', (typed, shown) => {
    expect(read(typed)).toBe(shown)
  })
})
