import type { Event } from '../history/event.ts'

type Edit = Extract<Event, { op: 'edit' }>
type Span = { hash: string; asked: number; answered: number; isAcked: boolean }

/**
 * Per message (`room id`) with an acked edit: the words it may have in the end. They are those of an edit that no acked one
 * was asked after, and of edits nobody knows of: they may have happened at any time.
 */
export function lastEdits(edits: readonly Edit[]): Map<string, Set<string>> {
  const spans = new Map<string, Map<string, Span>>()
  for (const { t, outcome, room, id, hash } of edits) {
    const key = `${room} ${id}`
    const ofMessage = spans.get(key) ?? new Map<string, Span>()
    spans.set(key, ofMessage)
    const span = ofMessage.get(hash) ?? { hash, asked: t, answered: Number.POSITIVE_INFINITY, isAcked: false }
    if (outcome === 'refused') ofMessage.delete(hash)
    else ofMessage.set(hash, outcome === 'ok' ? { ...span, answered: t, isAcked: true } : span)
  }
  const last = new Map<string, Set<string>>()
  for (const [key, ofMessage] of spans) {
    const all = [...ofMessage.values()]
    const acked = all.filter((span) => span.isAcked)
    if (acked.length === 0) continue
    const latest = Math.max(...acked.map((span) => span.asked))
    last.set(key, new Set(all.filter((span) => span.answered >= latest).map((span) => span.hash)))
  }
  return last
}
