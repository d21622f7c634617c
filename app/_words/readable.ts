const MARKS_MAX = 8
/** More marks on one letter than anybody writes: they would climb over the lines around. */
const PILED = new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, 'gu')
const TURNING = /[\u202A-\u202E\u2066-\u2069]/
const OPENS = /[\u202A\u202B\u202D\u202E]/
const ISOLATES = /[\u2066-\u2068]/

/**
 * A text that stays in its place: at most eight marks on a letter, and signs that turn the direction of writing only where they are
 * closed in the same line. Source: RELIABILITY 4.7.
 */
export function readable(text: string): string {
  const clamped = /\p{M}{9}/u.test(text) ? text.replace(PILED, '$1') : text
  return TURNING.test(clamped) ? clamped.split('\n').map(closed).join('\n') : clamped
}

function closed(line: string): string {
  if (!TURNING.test(line)) return line
  const signs = [...line]
  const drop = new Set<number>()
  const [opened, isolated]: [number[], number[]] = [[], []]
  for (const [index, sign] of signs.entries()) {
    if (OPENS.test(sign)) opened.push(index)
    else if (ISOLATES.test(sign)) isolated.push(index)
    else if (sign === '\u202C' && opened.pop() === undefined) drop.add(index)
    else if (sign === '\u2069' && isolated.pop() === undefined) drop.add(index)
  }
  for (const index of [...opened, ...isolated]) drop.add(index)
  return signs.filter((_, index) => !drop.has(index)).join('')
}
