import { type PlannedTerm, planTerm } from './plan.ts'
import type { Wanted } from './wanted.ts'

/**
 * Hits are told in phases, newest first within each, so that each is a question to the index with pages of its own and nothing
 * is ever ranked: `p` the words as one phrase, `w` as whole words, `t` as they were typed, `a` words like them.
 */
export type PhaseName = 'p' | 'w' | 't' | 'a'
/** Messages that hold all of `terms`, and not all of `except`: those were told before. */
export type Phase = { name: PhaseName; terms: PlannedTerm[]; except: PlannedTerm[] | null }

export function phasesOf({ terms, order }: Pick<Wanted, 'terms' | 'order'>): Phase[] {
  const alike: Phase = { name: 'a', terms, except: terms }
  if (order === 'newest' || terms.length === 0) return [{ name: 't', terms, except: null }, alike]
  const whole = terms.map(wholeOf)
  const phrase = terms.length > 1 ? [phraseOf(terms)] : null
  const isWhole = terms.every((term, i) => term.pattern === whole[i]?.pattern)
  return [
    ...(phrase ? [{ name: 'p', terms: phrase, except: null } as const] : []),
    ...(isWhole ? [] : [{ name: 'w', terms: whole, except: phrase } as const]),
    { name: 't', terms, except: isWhole ? phrase : whole },
    alike,
  ]
}

const planned = (text: string, like: PlannedTerm): PlannedTerm => planTerm({ ...like.term, text, quoted: true }) ?? like
const wholeOf = (term: PlannedTerm): PlannedTerm => planned(term.term.text, term)
const phraseOf = (terms: readonly PlannedTerm[]): PlannedTerm =>
  planned(terms.map(({ term }) => term.text).join(' '), terms[0] as PlannedTerm)
