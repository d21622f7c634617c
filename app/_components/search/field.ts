import { parseSearch, type SearchOperator } from '#protocol/search.ts'

/** What stands in the search field: operators that are complete, as chips, and the words after them. */
export type FieldState = { chips: readonly string[]; text: string }

/** A search as typed or linked to, with every operator of it as a chip. */
export function toField(query: string): FieldState {
  const { parts } = parseSearch(query)
  const chips = parts.flatMap((part) => (part.kind === 'filter' && part.value !== '' ? [query.slice(part.from, part.to)] : []))
  return { chips, text: withoutChips(query, () => true).trimStart() }
}

/** The field after typing: an operator becomes a chip with the space (or closing quote) after it. */
export function afterTyping({ chips }: FieldState, text: string): FieldState {
  const isDone = (to: number, whole: string) =>
    /\s/.test(text[to] ?? '') || (whole.includes(':"') && whole.endsWith('"') && !whole.endsWith(':"'))
  const made: string[] = []
  const rest = withoutChips(text, (whole, to) => {
    if (!isDone(to, whole)) return false
    made.push(whole)
    return true
  })
  return made.length === 0 ? { chips, text } : { chips: [...chips, ...made], text: rest.trimStart() }
}

/** Takes complete operators that `isTaken` says so out of a text. */
function withoutChips(text: string, isTaken: (whole: string, to: number) => boolean): string {
  let rest = ''
  let end = 0
  for (const part of parseSearch(text).parts) {
    if (part.kind !== 'filter' || part.value === '' || !isTaken(text.slice(part.from, part.to), part.to)) continue
    rest += text.slice(end, part.from)
    end = part.to
  }
  return (rest + text.slice(end)).replace(/ {2,}/g, ' ')
}

/** What is asked of the server. An operator that is still being written at the end is left out. */
export function toQuery({ chips, text }: FieldState): string {
  const begun = parseSearch(text).parts.at(-1)
  const words = begun?.kind === 'filter' ? text.slice(0, begun.from) : text
  return [...chips, words.trim()].filter((part) => part !== '').join(' ')
}

/** What is being written at the end of the text: an operator's value, or what may become an operator. */
export type Begun = { at: number; not: boolean } & (
  | { operator: SearchOperator; value: string }
  | { operator: null; value: string }
)

export function begunIn(text: string): Begun | null {
  const last = parseSearch(text).parts.at(-1)
  if (!last || last.to < text.length)
    return text.trim() === '' || /\s$/.test(text) ? { at: text.length, not: false, operator: null, value: '' } : null
  if (last.kind === 'filter') return { at: last.from, not: last.not, operator: last.name, value: last.value }
  return last.quoted ? null : { at: last.from, not: last.not, operator: null, value: last.text }
}

const isOrder = (chip: string) => parseSearch(chip).parts.some((part) => part.kind === 'filter' && part.name === 'sort')

/** The order in which what is found is wanted, as its chip says it. */
export const isBestFirst = ({ chips }: FieldState): boolean => chips.findLast(isOrder)?.toLowerCase().endsWith('best') ?? false

/** Best first has a chip; newest first, which is usual, has none. */
export const withOrder = ({ chips, text }: FieldState, bestFirst: boolean): FieldState => ({
  chips: [...chips.filter((chip) => !isOrder(chip)), ...(bestFirst ? ['sort:best'] : [])],
  text,
})
