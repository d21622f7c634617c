export type Marked = { text: string; start: number; end: number }

/** Puts marks around a selection, or takes them off again when they stand there already. The selection stays on the words. */
export function toggleMark(text: string, start: number, end: number, mark: string): Marked {
  const outside = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark
  if (outside) {
    return {
      text: text.slice(0, start - mark.length) + text.slice(start, end) + text.slice(end + mark.length),
      start: start - mark.length,
      end: end - mark.length,
    }
  }
  return {
    text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end),
    start: start + mark.length,
    end: end + mark.length,
  }
}

/** What is being typed at the caret that could be completed: a person, a room or an emoji. */
export type Trigger = { sign: '@' | '#' | ':'; query: string; from: number }

const TRIGGER = /(?:^|[\s([{])([@#]([\p{L}\p{N}_.-]{0,40})|:([\p{L}\p{N}_+-]{2,40}))$/u

export function findTrigger(text: string, caret: number): Trigger | null {
  const match = TRIGGER.exec(text.slice(Math.max(0, caret - 64), caret))
  const found = match?.[1]
  if (found === undefined) return null
  return { sign: found[0] as Trigger['sign'], query: found.slice(1), from: caret - found.length }
}
