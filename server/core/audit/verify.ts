import { createHash } from 'node:crypto'
import type { Query } from '#server/database/transaction.ts'

/** Where the chain ends: what an operator keeps elsewhere to compare with later. */
export type Head = { seq: number; hash: string }
export type Verdict = { ok: true; head: Head } | { ok: false; seq: number; why: string }

const PORTION = 5_000
const START = createHash('sha256').digest('hex')

type Row = { seq: number; content: string; prev_hash: Buffer; hash: Buffer }

/** As `parley_audit_content` has it, written out: whoever changes that function is found too. */
const CONTENT = `jsonb_build_array(seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), by, by_id, act, kind,
  target_id, user_id, room_id, before, after, why, address)::text`

/**
 * Goes over the whole audit and finds the first entry that was changed or is missing, the last one too [AU2]. `kept` is a head
 * that was kept elsewhere before: the chain must still go through it. Run it in a snapshot.
 */
export async function verifyAudit(query: Query, kept: Head | null = null): Promise<Verdict> {
  let at: Head = { seq: 0, hash: START }
  let isThrough = kept === null || (kept.seq === 0 && kept.hash === START)
  for (;;) {
    const rows = await query<Row>(
      `SELECT seq, prev_hash, hash, ${CONTENT} AS content FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2`,
      [at.seq, PORTION],
    )
    for (const row of rows) {
      const fault = faultOf(row, at)
      if (fault) return { ok: false, seq: at.seq + 1, why: fault }
      at = { seq: row.seq, hash: row.hash.toString('hex') }
      if (kept && kept.seq === at.seq) {
        if (kept.hash !== at.hash) return { ok: false, seq: at.seq, why: 'the chain was written anew since it was last verified' }
        isThrough = true
      }
    }
    if (rows.length < PORTION) break
  }
  const [head] = await query<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM audit_head WHERE id = 1')
  if (!head) return { ok: false, seq: at.seq, why: 'the head is gone' }
  if (head.seq !== at.seq)
    return { ok: false, seq: at.seq + 1, why: `entries up to ${head.seq} were written, and the last is not there` }
  if (head.hash.toString('hex') !== at.hash)
    return { ok: false, seq: at.seq, why: 'the last entry is not the one that was written' }
  if (!isThrough) return { ok: false, seq: at.seq + 1, why: `entry ${kept?.seq}, which was verified before, is not there` }
  return { ok: true, head: at }
}

function faultOf(row: Row, before: Head): string | null {
  if (row.seq !== before.seq + 1) return 'the entry is not there'
  if (row.prev_hash.toString('hex') !== before.hash) return 'it does not follow the entry before it'
  const hash = createHash('sha256').update(row.prev_hash).update(row.content).digest()
  return hash.equals(row.hash) ? null : 'the entry was changed'
}
