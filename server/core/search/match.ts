import type { Phase } from './phases.ts'
import { EDGE } from './pieces.ts'
import type { PlannedTerm } from './plan.ts'
import type { Wanted } from './wanted.ts'

/** Parameters of a statement, named as they are added. */
export function createParameters(values: unknown[] = []) {
  return {
    values,
    add(value: unknown): string {
      values.push(value)
      return `$${values.length}`
    },
  }
}
export type Parameters = ReturnType<typeof createParameters>

/** What words a term may stand for besides itself, by term. */
export type Alike = ReadonlyMap<PlannedTerm, readonly string[]>

/** The condition on a row `s` of the index that a wanted message fulfils, exactly, whatever it was listed by. */
export function matchOf(wanted: Wanted & Pick<Phase, 'except'>, meId: string, alike: Alike | null, { add }: Parameters): string {
  const holds = (term: PlannedTerm) => `strpos(s.text, ${add(term.pattern)}) > 0`
  const conditions = [`s.law_id = ANY (${add(wanted.laws)}::uuid[])`]
  if (wanted.except) conditions.push(`NOT (${wanted.except.map(holds).join(' AND ')})`)
  if (alike === null) conditions.push(...wanted.terms.map(holds))
  else {
    for (const term of wanted.terms) {
      const words = (alike.get(term) ?? []).map((word) => EDGE + word + EDGE)
      conditions.push(
        words.length === 0
          ? holds(term)
          : `(${holds(term)} OR EXISTS (SELECT 1 FROM unnest(${add(words)}::text[]) w (word) WHERE strpos(s.text, w.word) > 0))`,
      )
    }
  }
  conditions.push(...wanted.not.map((term) => `strpos(s.text, ${add(term.pattern)}) = 0`))
  if (wanted.threads.length > 0) conditions.push(`s.room_id = ANY (${add(wanted.threads)}::uuid[])`)
  for (const ids of wanted.authors) conditions.push(`s.author_id = ANY (${add(ids)}::uuid[])`)
  if (wanted.notAuthors.length > 0) conditions.push(`s.author_id <> ALL (${add(wanted.notAuthors)}::uuid[])`)
  for (const tokens of wanted.some) conditions.push(`s.tokens && ${add(tokens)}::int4[]`)
  if (wanted.none.length > 0) conditions.push(`NOT s.tokens && ${add(wanted.none)}::int4[]`)
  if (wanted.from) conditions.push(`s.created_at >= ${add(wanted.from)}`)
  if (wanted.to) conditions.push(`s.created_at < ${add(wanted.to)}`)
  if (wanted.isUnread !== null) {
    const me = add(meId)
    conditions.push(
      `${wanted.isUnread ? '' : 'NOT '}(s.author_id <> ${me} AND EXISTS (
         SELECT 1 FROM membership u WHERE u.room_id = s.room_id AND u.user_id = ${me} AND u.left_at IS NULL AND u.read_seq < s.seq))`,
    )
  }
  if (wanted.isSaved !== null)
    conditions.push(
      `${wanted.isSaved ? '' : 'NOT '}EXISTS (
         SELECT 1 FROM message m JOIN saved_message v ON v.room_id = m.room_id AND v.message_id = m.id
         WHERE m.room_id = s.room_id AND m.seq = s.seq AND v.user_id = ${add(meId)} AND v.removed_at IS NULL)`,
    )
  return conditions.join('\n       AND ')
}
