import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModAction, ModCase } from '#protocol/moderation.ts'
import { purge } from '#server/core/decisions/undo.ts'
import { openThread } from '#server/core/rooms/threads.ts'
import { startRedis, type TestRedis } from '#server/live/testing/redis-server.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

const NAMES = ['owner', 'admin', 'mod', 'second', 'governor', 'reporter'] as const
type Name = (typeof NAMES)[number]

let cluster: Cluster
let redis: TestRedis
const people = {} as Record<Name, Person>
const on = {} as Record<Name, RawClient>

beforeAll(async () => {
  redis = await startRedis()
  cluster = await startCluster(2, { ...LIFTED_LIMITS, REDIS_URL: redis.url, RECONCILE_MS: '60000' })
  const roles = { owner: 'owner', admin: 'admin', mod: 'moderator', second: 'moderator' } as const
  for (const [i, name] of NAMES.entries()) {
    people[name] = await createPerson(cluster, { displayName: name, role: roles[name as 'mod'] ?? 'member' })
    on[name] = await connectRaw(cluster.nodes[i % 2]!.url, people[name])
  }
})
afterAll(async () => {
  for (const client of Object.values(on)) client.close()
  await cluster?.close()
  await redis?.kill()
})

const sql = async (text: string, values: unknown[] = []) => (await cluster.database.pool.query(text, values)).rows
const acts = async (from = 0) =>
  (await sql('SELECT act FROM audit_entry WHERE seq > $1 ORDER BY seq', [from])).map(({ act }) => act as string)
const head = async () => Number((await sql('SELECT seq FROM audit_head'))[0].seq)
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code)

/** Somebody with a message in a room of theirs and the reporter's, which was reported. */
async function scene(wanted: { role?: 'moderator' | 'admin'; body?: string } = {}) {
  const author = await createPerson(cluster, wanted.role ? { role: wanted.role } : {})
  const client = await connectRaw(cluster.nodes[1]!.url, author)
  const roomId = await createRoom(cluster, people.governor, { members: [author, people.reporter] })
  const id = uuidv7()
  await client.get('message:send', { roomId, id, body: wanted.body ?? 'something bad' })
  await on.reporter.get('message:report', { roomId, id, reason: 'abuse' })
  const one = (await on.admin.hear('mod:case', (told) => told.case.targetId === id)).case
  return { author, client, roomId, id, one }
}
const decide = (one: Pick<ModCase, 'id' | 'version'>, actions: ModAction[], more: object = {}, by: Name = 'mod') =>
  on[by].ask('mod:decide', { caseId: one.id, version: one.version, key: crypto.randomUUID(), actions, ...more })
const decided = async (...of: Parameters<typeof decide>) => {
  const answer = await decide(...of)
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.data
}

/** Everything there is of a room and its threads, and of people in it. */
async function remember(roomId: string, userId: string): Promise<string> {
  const rooms = 'SELECT id FROM room WHERE id = $1 OR parent_room_id = $1'
  const read = async (query: string, values: unknown[]) => (await sql(query, values)).map(({ row }) => row)
  return JSON.stringify([
    await read(`SELECT to_jsonb(m) - 'rev' AS row FROM message m WHERE room_id IN (${rooms}) ORDER BY room_id, seq`, [roomId]),
    await read(`SELECT to_jsonb(x) AS row FROM reaction x WHERE room_id IN (${rooms}) ORDER BY x::text`, [roomId]),
    await read(`SELECT to_jsonb(x) AS row FROM mention x WHERE room_id IN (${rooms}) ORDER BY x::text`, [roomId]),
    await read(`SELECT to_jsonb(x) AS row FROM message_edit x WHERE room_id IN (${rooms}) ORDER BY x::text`, [roomId]),
    await read(`SELECT to_jsonb(h) - 'rev' AS row FROM room_head h WHERE room_id IN (${rooms}) ORDER BY room_id`, [roomId]),
    await read(`SELECT to_jsonb(ms) - 'me_rev' AS row FROM membership ms WHERE room_id IN (${rooms}) ORDER BY room_id, user_id`, [
      roomId,
    ]),
    await read(`SELECT to_jsonb(r) - 'rev' AS row FROM room r WHERE id IN (${rooms}) ORDER BY id`, [roomId]),
    await read('SELECT to_jsonb(u) AS row FROM users u WHERE id = $1', [userId]),
    await read(
      'SELECT to_jsonb(z) AS row FROM sanction z WHERE user_id = $1 AND lifted_at IS NULL AND expires_at IS DISTINCT FROM starts_at',
      [userId],
    ),
  ])
}

describe('deciding', () => {
  test('several acts are one transaction: case, sanctions and audit; author, reporter and the other moderators are told [MO3, MO6]', async () => {
    const { author, client, roomId, id, one } = await scene()
    const from = await head()
    const words = { words: 'not here', reporterWords: 'thank you', clause: '2. Be kind', note: 'third time' }
    const { case: after, actions } = await decided(one, [{ do: 'hide' }, { do: 'timeout', minutes: 60 }, { do: 'warn' }], words)
    expect(after).toMatchObject({ state: 'DECIDED', decidedById: people.mod.id, hidden: true })
    expect(actions.map((action) => action.do)).toEqual(['hide', 'timeout', 'warn'])
    expect(await acts(from)).toEqual(['message:hide', 'sanction:add', 'sanction:add'])
    await on.second.hear('mod:case', (told) => told.case.id === one.id && told.case.state === 'DECIDED')
    expect((await on.reporter.hear('report:decided')).report).toMatchObject({ outcome: 'acted', words: 'thank you' })
    const { sanction } = await client.hear('standing:changed', (told) => told.sanction.kind === 'timeout')
    expect(sanction).toMatchObject({ roomId, reason: 'not here', clause: '2. Be kind', active: true })
    expect(sanction).not.toHaveProperty('byId')
    expect(codeOf(await client.ask('message:send', { roomId, id: uuidv7(), body: 'but' }))).toBe('muted')
    const frame = await on.reporter.hear('room:changes', (told) => told.messages.some((row) => row.id === id && row.hiddenAt))
    expect(JSON.stringify(frame)).not.toContain('something bad')
    expect((await client.get('mod:standing', {})).sanctions).toHaveLength(2)
    expect((await on.second.get('mod:sanctions', { userId: author.id })).sanctions.map((row) => row.kind)).toEqual(['timeout'])
  })

  test('asked again under its key it is done once; an older version is refused with what was done [MO3, MO6]', async () => {
    const { one } = await scene()
    const key = crypto.randomUUID()
    const wanted = { caseId: one.id, version: one.version, key, actions: [{ do: 'warn' as const }] }
    const answers = await Promise.all([1, 2, 3].map(() => on.mod.ask('mod:decide', wanted)))
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok'])
    expect(await sql('SELECT 1 FROM sanction WHERE case_id = $1', [one.id])).toHaveLength(1)
    const late = await decide(one, [{ do: 'hide' }], {}, 'second')
    expect(late).toMatchObject({ error: { code: 'conflict', fields: { what: 'decided', byId: people.mod.id } } })
    expect(codeOf(await on.second.ask('mod:decide', { ...wanted, caseId: (await scene()).one.id }))).toBe('conflict')
  })

  test('nobody acts on an equal or higher role, nor beyond their own [MO1]', async () => {
    const peer = await scene({ role: 'moderator' })
    expect(codeOf(await decide(peer.one, [{ do: 'warn' }]))).toBe('forbidden')
    expect(codeOf(await decide(peer.one, [{ do: 'warn' }], {}, 'governor'))).toBe('forbidden')
    const from = await head()
    expect(codeOf(await decide(peer.one, [{ do: 'hide' }], {}, 'admin'))).toBe('ok')
    expect(await acts(from)).toEqual(['message:hide'])
    const { one, client } = await scene()
    for (const actions of [
      [{ do: 'ban' }],
      [{ do: 'suspend', minutes: 5 }],
      [{ do: 'end-sessions' }],
      [{ do: 'reset' }],
      [{ do: 'timeout', minutes: 5, everywhere: true }],
    ] as ModAction[][])
      expect(codeOf(await decide(one, actions, {}, 'governor')), JSON.stringify(actions)).toBe('forbidden')
    expect(codeOf(await client.ask('mod:decide', { caseId: one.id, version: one.version, key: uuidv7(), actions: [] }))).toBe(
      'not_found',
    )
    expect(codeOf(await decide(one, [{ do: 'timeout', minutes: 5 }], {}, 'governor'))).toBe('ok')
  })

  test('where one act fails, none is done [MO6]', async () => {
    const { one, roomId, id } = await scene()
    const before = await remember(roomId, one.authorId!)
    const from = await head()
    expect(codeOf(await decide(one, [{ do: 'warn' }, { do: 'restore' }, { do: 'hide' }, { do: 'hide' }]))).toBe('invalid')
    await sql("UPDATE message SET body = '', deleted_at = now() WHERE room_id = $1 AND id = $2", [roomId, id])
    expect(codeOf(await decide(one, [{ do: 'warn' }, { do: 'restore' }]))).toBe('conflict')
    await sql("UPDATE message SET body = 'something bad', deleted_at = NULL WHERE room_id = $1 AND id = $2", [roomId, id])
    expect(await remember(roomId, one.authorId!)).toBe(before)
    expect(await acts(from)).toEqual([])
  })

  test('a ban ends what is connected on every node within a second, with Redis dead too [K5, MO3]', async () => {
    const { author, client, one } = await scene()
    const other = await connectRaw(cluster.nodes[0]!.url, author)
    await redis.kill()
    const began = Date.now()
    await decided(one, [{ do: 'ban' }])
    for (const socket of [client, other]) expect(await socket.hear('session:ended')).toMatchObject({ reason: 'banned' })
    expect(Date.now() - began).toBeLessThan(1_000)
    await expect(connectRaw(cluster.nodes[0]!.url, author)).rejects.toThrow()
    await on.second.hear('mod:case', (told) => told.case.id === one.id && told.case.state === 'DECIDED')
    await on.second.hear('mod:sanction', (told) => told.sanction.userId === author.id)
  })
})

describe('taking back', () => {
  test('everything that was taken back is exactly as it was: words, reactions, threads, membership, name and standing [MO7]', async () => {
    const { author, client, roomId, id, one } = await scene({ body: 'hello @all' })
    await on.reporter.get('message:react', { roomId, id, emoji: '👍', on: true })
    await client.get('message:edit', { roomId, id, body: 'hello again @all' })
    await on.governor.get('message:pin', { roomId, id, on: true })
    const user = { id: author.id, username: author.username, displayName: author.displayName, role: 'member' as const }
    const threadId = await openThread(cluster.database.pool, user, roomId, id)
    await client.get('message:send', { roomId: threadId, id: uuidv7(), body: 'more' })
    await client.get('room:draft', { roomId, body: 'half a thought' })
    const before = await remember(roomId, author.id)
    const now = (await on.mod.get('mod:case', { caseId: one.id })).case
    const all: ModAction[] = [
      ...([
        { do: 'delete' },
        { do: 'remove', ban: true },
        { do: 'timeout', minutes: 60, everywhere: true },
        { do: 'reset' },
      ] as const),
    ]
    const { actions } = await decided(now, all)
    expect(await remember(roomId, author.id)).not.toBe(before)
    expect((await on.reporter.get('room:history', { roomId })).messages).toMatchObject([{ body: '', reactions: [] }])
    for (const action of [...actions].reverse()) {
      expect(action.undoUntil).toBeDefined()
      await on.second.get('mod:undo', { actionId: action.id, why: 'the wrong person' })
    }
    expect(await remember(roomId, author.id)).toBe(before)
    expect(codeOf(await on.mod.ask('mod:undo', { actionId: actions[0]!.id, why: 'again' }))).toBe('conflict')
  })

  test('a reply in a thread that is deleted and brought back is counted as before [MO7]', async () => {
    const { author, client, roomId, id } = await scene()
    const user = { id: author.id, username: author.username, displayName: author.displayName, role: 'member' as const }
    const threadId = await openThread(cluster.database.pool, user, roomId, id)
    const reply = uuidv7()
    await client.get('message:send', { roomId: threadId, id: reply, body: 'bad too' })
    await on.reporter.get('message:report', { roomId: threadId, id: reply, reason: 'spam' })
    const one = (await on.admin.hear('mod:case', (told) => told.case.targetId === reply)).case
    expect(one.roomId).toBe(roomId)
    const before = await remember(roomId, author.id)
    const countOf = async () => (await on.reporter.get('message:get', { roomId, ids: [id] })).messages[0]!.thread?.count
    const { actions } = await decided(one, [{ do: 'delete' }], {}, 'governor')
    expect(await countOf()).toBeUndefined()
    await on.governor.get('mod:undo', { actionId: actions[0]!.id, why: 'a slip' })
    expect(await countOf()).toBe(1)
    expect(await remember(roomId, author.id)).toBe(before)
  })

  test('what can’t be taken back says so, what is older than 30 days neither, and then its words are gone [MO7]', async () => {
    const { one, id } = await scene({ body: 'words that go' })
    const { actions } = await decided(one, [{ do: 'delete' }, { do: 'end-sessions' }])
    const [deleted, ended] = actions
    expect(ended).not.toHaveProperty('undoUntil')
    expect(codeOf(await on.mod.ask('mod:undo', { actionId: ended!.id, why: 'a slip' }))).toBe('conflict')
    await sql("UPDATE mod_action SET at = now() - interval '31 days' WHERE id = $1", [deleted!.id])
    expect(codeOf(await on.mod.ask('mod:undo', { actionId: deleted!.id, why: 'late' }))).toBe('conflict')
    expect(
      await sql("SELECT 1 FROM mod_action WHERE message_id = $1 AND inverse::text LIKE '%words that go%'", [id]),
    ).toHaveLength(1)
    await purge(cluster.database.pool)
    expect(await sql("SELECT 1 FROM mod_action WHERE message_id = $1 AND inverse::text LIKE '%words that go%'", [id])).toEqual([])
  })

  test('nobody takes back what somebody of a higher role did [MO1]', async () => {
    const { one } = await scene()
    const { actions } = await decided(one, [{ do: 'timeout', minutes: 60 }], {}, 'admin')
    expect(codeOf(await on.mod.ask('mod:undo', { actionId: actions[0]!.id, why: 'not so' }))).toBe('forbidden')
    const lift = { sanctionId: actions[0]!.sanctionId!, why: 'not so' }
    expect(codeOf(await on.mod.ask('mod:lift', lift))).toBe('forbidden')
    expect(codeOf(await on.governor.ask('mod:lift', lift))).toBe('forbidden')
    expect(codeOf(await on.admin.ask('mod:lift', lift))).toBe('ok')
  })
})

describe('sanctions', () => {
  test('their end is changed and they are lifted, audited, and told to whom they concern [MO3, AU1]', async () => {
    const { client, one, roomId } = await scene()
    const { actions } = await decided(one, [{ do: 'timeout', minutes: 10_000 }])
    const sanctionId = actions[0]!.sanctionId!
    const from = await head()
    const endsAt = new Date(Date.now() + 3_600_000).toISOString()
    await on.second.get('mod:sanction-end', { sanctionId, endsAt, why: 'an hour is enough' })
    expect((await client.hear('standing:changed', (told) => told.sanction.expiresAt === endsAt)).sanction.id).toBe(sanctionId)
    expect((await on.mod.get('mod:sanctions', { which: 'ending' })).sanctions.map(({ id }) => id)).toContain(sanctionId)
    expect(codeOf(await on.mod.ask('mod:sanction-end', { sanctionId, endsAt: '2001-01-01T00:00:00Z', why: 'odd' }))).toBe(
      'invalid',
    )
    await on.second.get('mod:lift', { sanctionId, why: 'enough' })
    expect(await acts(from)).toEqual(['sanction:change', 'sanction:lift'])
    expect(codeOf(await client.ask('message:send', { roomId, id: uuidv7(), body: 'thanks' }))).toBe('ok')
    expect(codeOf(await on.second.ask('mod:lift', { sanctionId, why: 'twice' }))).toBe('conflict')
    expect(codeOf(await client.ask('mod:lift', { sanctionId, why: 'for me' }))).toBe('not_found')
  })
})

describe('appeals', () => {
  test('one a sanction, in words of both, decided by another moderator; overturned, all is as it was [MO8]', async () => {
    const { author, client, roomId, one } = await scene()
    const before = await remember(roomId, author.id)
    const { actions } = await decided(one, [{ do: 'delete' }, { do: 'timeout', minutes: 600 }])
    const sanctionId = actions[1]!.sanctionId!
    const { appeal } = await client.get('mod:appeal', { sanctionId, words: 'it was a quote' })
    expect(codeOf(await client.ask('mod:appeal', { sanctionId, words: 'again' }))).toBe('conflict')
    const filed = (await on.second.hear('mod:case', (told) => told.case.id === appeal.caseId)).case
    expect(filed).toMatchObject({ kind: 'appeal', source: 'appeal', authorId: author.id })
    await on.second.get('mod:appeal-say', { appealId: appeal.id, words: 'a quote of whom?' })
    const told = await client.hear('appeal:changed', (event) => event.appeal.messages.length === 2)
    expect(told.appeal.messages[1]).toEqual({ at: expect.any(String), mine: false, text: 'a quote of whom?' })
    await client.get('mod:appeal-say', { appealId: appeal.id, words: 'of you' })
    const view = await on.second.get('mod:case', { caseId: filed.id })
    expect(view.appeal).toMatchObject({ sanction: { id: sanctionId, byId: people.mod.id }, messages: [{}, {}, {}] })
    const wanted = {
      caseId: filed.id,
      version: view.case.version,
      key: crypto.randomUUID(),
      verdict: 'overturn' as const,
      words: 'right',
    }
    expect(codeOf(await on.mod.ask('mod:appeal-decide', wanted))).toBe('forbidden')
    const from = await head()
    const answers = await Promise.all([on.second.ask('mod:appeal-decide', wanted), on.second.ask('mod:appeal-decide', wanted)])
    expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
    expect(await acts(from)).toEqual(['appeal:decide'])
    expect(await remember(roomId, author.id)).toBe(before)
    await client.hear('appeal:changed', (event) => event.appeal.state === 'overturned')
  })

  test('one is upheld or reduced, not after the sanction is over, and nobody appeals for somebody else [MO8]', async () => {
    const { client, one, author } = await scene()
    const { actions } = await decided(one, [{ do: 'timeout', minutes: 600 }])
    const sanctionId = actions[0]!.sanctionId!
    expect(codeOf(await on.reporter.ask('mod:appeal', { sanctionId, words: 'for them' }))).toBe('not_found')
    const { appeal } = await client.get('mod:appeal', { sanctionId, words: 'too long' })
    const { version } = (await on.second.get('mod:case', { caseId: appeal.caseId })).case
    const wanted = { caseId: appeal.caseId, version, key: crypto.randomUUID(), verdict: 'reduce' as const }
    const later = new Date(Date.now() + 9e8).toISOString()
    expect(codeOf(await on.second.ask('mod:appeal-decide', { ...wanted, endsAt: later }))).toBe('invalid')
    const sooner = new Date(Date.now() + 60_000).toISOString()
    expect((await on.second.get('mod:appeal-decide', { ...wanted, endsAt: sooner })).appeal.state).toBe('reduced')
    expect((await client.get('mod:standing', {})).sanctions[0]!.expiresAt).toBe(sooner)
    expect(codeOf(await client.ask('mod:appeal', { sanctionId, words: 'still' }))).toBe('conflict')
    await sql("UPDATE sanction SET expires_at = now() - interval '1 second' WHERE user_id = $1", [author.id])
    await sql('DELETE FROM appeal WHERE user_id = $1', [author.id])
    expect(codeOf(await client.ask('mod:appeal', { sanctionId, words: 'late' }))).toBe('conflict')
  })
})

describe('many at once', () => {
  test('each case has a result of its own, told as it goes, and the key makes it once [MO9]', async () => {
    const fine = await Promise.all([scene(), scene(), scene()])
    const peer = await scene({ role: 'moderator' })
    const key = crypto.randomUUID()
    const wanted = {
      key,
      caseIds: [...fine, peer].map(({ one }) => one.id),
      actions: [{ do: 'hide' as const }, { do: 'warn' as const }],
    }
    await on.mod.get('mod:bulk', wanted)
    await on.mod.get('mod:bulk', wanted)
    await on.mod.hear('mod:bulk', (told) => told.bulk.id === key && told.bulk.endedAt !== undefined)
    const { bulk, items } = await on.mod.get('mod:bulk-get', { bulkId: key })
    expect(bulk).toMatchObject({ total: 4, done: 3, failed: 1 })
    expect(items.map(({ state, code }) => code ?? state)).toEqual(['done', 'done', 'done', 'forbidden'])
    expect(await sql('SELECT 1 FROM sanction WHERE case_id = ANY ($1)', [wanted.caseIds])).toHaveLength(3)
    expect(codeOf(await on.second.ask('mod:bulk-get', { bulkId: key }))).toBe('not_found')
    expect(codeOf(await on.governor.ask('mod:bulk', { ...wanted, key: crypto.randomUUID() }))).toBe('forbidden')
  })

  test('one that was broken off between a decision and its note goes on, and does nothing twice [MO9]', async () => {
    const [one, two] = await Promise.all([scene(), scene()])
    const key = crypto.randomUUID()
    const wanted = { key, caseIds: [one.one.id, two.one.id], actions: [{ do: 'warn' as const }] }
    await on.mod.get('mod:bulk', wanted)
    await on.mod.hear('mod:bulk', (told) => told.bulk.id === key && told.bulk.endedAt !== undefined)
    // As a node leaves it that is killed right after a commit.
    await sql("UPDATE bulk_item SET state = 'waiting' WHERE bulk_id = $1", [key])
    await sql('UPDATE bulk SET ended_at = NULL WHERE id = $1', [key])
    await sql("INSERT INTO job (id, kind, key, payload) VALUES (gen_random_uuid(), 'mod:bulk', $1, $2)", [
      key,
      JSON.stringify({ id: key }),
    ])
    await sql("SELECT pg_notify('parley', json_build_object('job', 'mod:bulk')::text)")
    await expect
      .poll(async () => (await on.mod.get('mod:bulk-get', { bulkId: key })).bulk, { timeout: 10_000 })
      .toMatchObject({ done: 2, failed: 0, endedAt: expect.any(String) })
    expect(await sql('SELECT 1 FROM sanction WHERE case_id = ANY ($1)', [wanted.caseIds])).toHaveLength(2)
  })

  test('everything that somebody wrote in the last hours [MO9]', async () => {
    const { author, client, roomId } = await scene()
    for (let i = 0; i < 5; i++) await client.get('message:send', { roomId, id: uuidv7(), body: `flood ${i}` })
    await expect
      .poll(() => sql('SELECT 1 FROM search_message WHERE author_id = $1', [author.id]), { timeout: 10_000 })
      .toHaveLength(6)
    const key = crypto.randomUUID()
    await on.mod.get('mod:bulk', { key, by: { authorId: author.id, hours: 1 }, actions: [{ do: 'delete' }] })
    await on.mod.hear('mod:bulk', (told) => told.bulk.id === key && told.bulk.endedAt !== undefined)
    expect((await on.mod.get('mod:bulk-get', { bulkId: key })).bulk).toMatchObject({ total: 6, done: 6 })
    expect((await on.reporter.get('room:history', { roomId })).messages.every(({ body }) => body === '')).toBe(true)
  })
})
