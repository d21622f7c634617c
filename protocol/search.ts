/** What can be typed into a search: words, "phrases", -exclusions and operators. Both sides read it by this. */

export const SEARCH_HAS = ['link', 'file', 'image', 'code', 'reaction', 'pin'] as const
export const SEARCH_IS = ['thread', 'pinned', 'saved', 'mention', 'unread'] as const
export const SEARCH_SORT = ['newest', 'best'] as const
export const SEARCH_OPERATORS = ['from', 'in', 'before', 'after', 'on', 'has', 'is', 'sort'] as const
export type SearchOperator = (typeof SEARCH_OPERATORS)[number]

/** Where something stands in what was typed, in UTF-16 units: from and up to. */
type Span = { from: number; to: number }
/** A word or, in quotes, a phrase that stands there as it is. */
export type SearchTerm = Span & { kind: 'term'; text: string; quoted: boolean; not: boolean }
export type SearchFilter = Span & { kind: 'filter'; name: SearchOperator; value: string; not: boolean }
type SearchPart = SearchTerm | SearchFilter
/** `problem` says in a sentence what can't be searched for, and what to do. */
export type ParsedSearch = { parts: SearchPart[]; problem?: string }

// -  name:  then a value in quotes or without; or a phrase in quotes; or a run without spaces.
const PART = /(-?)(?:([A-Za-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+))/g
/** `http://`, `std::move`, `a:1` are words; `colour:red` looks like an operator. */
const OPERATOR_LIKE = /^[a-z]{2,12}$/
const WORD_LIKE = /^[/:\\\d]/

export function parseSearch(query: string): ParsedSearch {
  const parts: SearchPart[] = []
  let problem: string | undefined
  for (const match of query.matchAll(PART)) {
    const [whole, minus = '', name, quotedValue, plainValue, phrase, word] = match
    const span = { from: match.index, to: match.index + whole.length }
    const not = minus === '-'
    if (name !== undefined) {
      const value = (quotedValue ?? plainValue ?? '').trim()
      const operator = SEARCH_OPERATORS.find((known) => known === name.toLowerCase())
      if (operator) {
        parts.push({ ...span, kind: 'filter', name: operator, value, not })
        problem ??= problemOf(operator, value, not)
        continue
      }
      if (OPERATOR_LIKE.test(name) && value !== '' && !WORD_LIKE.test(value))
        problem ??= `There is no “${name}:”. To search for it as text, put it in quotes.`
    }
    if (phrase !== undefined) {
      if (phrase.trim() !== '') parts.push({ ...span, kind: 'term', text: phrase.trim(), quoted: true, not })
      continue
    }
    const text = name === undefined ? (word ?? '') : whole.slice(minus.length)
    // A lone minus, or one before a sign, is what is looked for: "->", "--force".
    const isSign = not && /^[^\p{L}\p{N}"]/u.test(text)
    parts.push({ ...span, kind: 'term', text: isSign ? minus + text : text, quoted: false, not: not && !isSign })
  }
  return problem === undefined ? { parts } : { parts, problem }
}

function problemOf(name: SearchOperator, value: string, not: boolean): string | undefined {
  switch (name) {
    case 'from':
      return value === '' ? 'Say who after from:, like from:@ann or from:me.' : undefined
    case 'in':
      return value === '' ? 'Say which room after in:, like in:#general.' : undefined
    case 'before':
    case 'after':
    case 'on':
      if (not) return `A day can’t be excluded: use before: and after:.`
      return findPeriod(value)
        ? undefined
        : `Say a day after ${name}:, like ${name}:2026-03-31, ${name}:2026-03 or ${name}:yesterday.`
    case 'has':
      return SEARCH_HAS.some((known) => known === value.toLowerCase()) ? undefined : `After has: stands ${choices(SEARCH_HAS)}.`
    case 'is':
      return SEARCH_IS.some((known) => known === value.toLowerCase()) ? undefined : `After is: stands ${choices(SEARCH_IS)}.`
    case 'sort':
      if (not) return 'An order can’t be excluded: take it away.'
      return SEARCH_SORT.some((known) => known === value.toLowerCase())
        ? undefined
        : `After sort: stands ${choices(SEARCH_SORT)}.`
    default:
      return name satisfies never
  }
}

const choices = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

/** Calendar days from and up to, as year, month from 0 and day; `ago` counts from today. */
export type Period = { from: [number, number, number]; to: [number, number, number] } | { ago: number }

/** A day, month or year as it is typed; null for anything else, 30 February too. */
export function findPeriod(value: string): Period | null {
  const word = value.toLowerCase()
  if (word === 'today') return { ago: 0 }
  if (word === 'yesterday') return { ago: 1 }
  const match = /^([12]\d{3})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(value)
  if (!match) return null
  const year = Number(match[1])
  const month = match[2] === undefined ? null : Number(match[2]) - 1
  const day = match[3] === undefined ? null : Number(match[3])
  const probe = new Date(Date.UTC(year, month ?? 0, day ?? 1))
  if (probe.getUTCMonth() !== (month ?? 0) || probe.getUTCDate() !== (day ?? 1)) return null
  if (month === null) return { from: [year, 0, 1], to: [year + 1, 0, 1] }
  if (day === null) return { from: [year, month, 1], to: [year, month + 1, 1] }
  return { from: [year, month, day], to: [year, month, day + 1] }
}
