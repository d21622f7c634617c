import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import { createSession, findSession } from '#server/core/sessions/sessions.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { type MailServer, startMailServer, textOf } from '#server/mail/testing/smtp-server.ts'
import { LIFTED_LIMITS, testEnv } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import type { AccountDeps } from './account.ts'
import { changeEmail, confirmEmail, findNewEmail } from './change-email.ts'
import { deleteAccount } from './delete-account.ts'
import { exportAccount } from './export.ts'
import { makeResetLinkFor } from './operator.ts'
import { findReset } from './reset.ts'
import { verifyCredentials } from './verify-credentials.ts'

const PASSWORD = 'correct horse'
let server: TestServer
let opened: Database
let mail: MailServer
let query: Query
let deps: AccountDeps
let keeper: Person
const clients: RawClient[] = []
type Person = Awaited<ReturnType<typeof createPerson>>

beforeAll(async () => {
  mail = await startMailServer()
  const settings = { SMTP_URL: mail.url, MAIL_FROM: 'chat@example.org', NEXTAUTH_URL: 'https://chat.example.org' }
  server = await startServer({ ...LIFTED_LIMITS, ...settings })
  // As the product reads it: counters are numbers.
  opened = openDatabase(server.database.url, 6, () => undefined)
  query = queryOn(opened.pool)
  deps = { database: opened, settings: server.env }
  // The first account owns the database.
  keeper = await createPerson(server, { password: PASSWORD })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await opened?.close()
  await server?.close()
  await mail?.close()
})

const somebody = (role: 'member' | 'owner' = 'member') => createPerson(server, { password: PASSWORD, role })
const selfOf = (person: Person) => ({ userId: person.id, sessionId: person.session.id })
async function connect(person: Person) {
  const client = await connectRaw(server.url, person)
  clients.push(client)
  return client
}
async function send(client: RawClient, roomId: string, body: string) {
  const answer = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in answer)) throw new Error('it was held up')
  return answer
}
async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error
  throw error
}
const remove = (person: Person, messages: boolean, change: object = {}) =>
  deleteAccount(deps, selfOf(person), { proof: { password: PASSWORD }, username: person.username, messages, ...change })
const erased = () =>
  vi.waitFor(async () => expect(await query("SELECT 1 FROM job WHERE kind = 'account:erase'")).toEqual([]), { timeout: 10_000 })

describe('an e-mail address', () => {
  const change = (person: Person, email: string, password = PASSWORD) =>
    changeEmail(deps, selfOf(person), { proof: { password }, email })
  const linkIn = async (number: number) => /\/confirm-email\/([\w-]{43})/.exec(textOf(await mail.mail(number)))?.[1] ?? ''

  it('AW8 is used once the link that went to it was opened; the former one is told, and its links end', async () => {
    const ada = await somebody()
    await query('UPDATE users SET email = $2 WHERE id = $1', [ada.id, `${ada.username}@old.example.org`])
    const reset = await makeResetLinkFor(deps, ada.username)
    expect((await refused(change(ada, 'ada@new.example.org', 'wrong'))).code).toBe('invalid')
    expect((await refused(change(ada, 'ada@'))).more.fields).toHaveProperty('email')
    const before = mail.received.length
    expect(await change(ada, 'Ada@New.example.org')).toEqual({ isSent: true })
    const token = await linkIn(before)
    expect(mail.received[before]!.to).toEqual(['ada@new.example.org'])
    expect(await findNewEmail(query, token)).toEqual({ username: ada.username, email: 'ada@new.example.org' })
    expect(await query('SELECT email FROM users WHERE id = $1', [ada.id])).toEqual([{ email: `${ada.username}@old.example.org` }])
    await confirmEmail(deps, token)
    expect(await query('SELECT email FROM users WHERE id = $1', [ada.id])).toEqual([{ email: 'ada@new.example.org' }])
    expect((await mail.mail(before + 1)).to).toEqual([`${ada.username}@old.example.org`])
    expect(await findReset(query, reset.token)).toBeNull()
    expect((await refused(confirmEmail(deps, token))).code).toBe('not_found')
  })

  it('AW8 that is somebody else’s is told to whoever reads its mail only', async () => {
    const [ada, ben] = [await somebody(), await somebody()]
    await query('UPDATE users SET email = $2 WHERE id = $1', [ben.id, 'ben@taken.example.org'])
    const before = mail.received.length
    expect(await change(ada, 'ben@taken.example.org')).toEqual({ isSent: true })
    expect((await refused(confirmEmail(deps, await linkIn(before)))).code).toBe('conflict')
    const silent = { ...deps, settings: testEnv() }
    const none = { proof: { password: PASSWORD }, email: 'ben@taken.example.org' }
    expect((await refused(changeEmail(silent, selfOf(ada), none))).code).toBe('conflict')
  })

  it('AW8 is taken away without a mail, used at once where none is sent, and changed five times an hour', async () => {
    const ada = await somebody()
    const silent = { ...deps, settings: testEnv() }
    const set = (email: string) => changeEmail(silent, selfOf(ada), { proof: { password: PASSWORD }, email })
    expect(await set('ada@once.example.org')).toEqual({ isSent: false })
    expect(await query('SELECT email FROM users WHERE id = $1', [ada.id])).toEqual([{ email: 'ada@once.example.org' }])
    expect(await change(ada, ' ')).toEqual({ isSent: false })
    expect(await query('SELECT email FROM users WHERE id = $1', [ada.id])).toEqual([{ email: null }])
    for (let n = 0; n < 3; n++) await set(`ada${n}@example.org`)
    expect((await refused(set('ada@example.org'))).code).toBe('rate_limited')
  })
})

describe('an export', () => {
  it('AW10 is one JSON object with all that is one’s own, message for message, and nothing of others', async () => {
    const [ada, ben] = [await somebody(), await somebody()]
    const [asAda, asBen] = [await connect(ada), await connect(ben)]
    const roomId = await createRoom(server, ada, { name: `hall of ${ada.username}`, members: [ben] })
    await send(asBen, roomId, 'the words of Ben')
    const { message } = await send(asAda, roomId, 'a word "in quotes", \u2028 and ünïcode')
    const gone = await send(asAda, roomId, 'taken back')
    await asAda.get('message:delete', { roomId, id: gone.message.id })
    await query(
      `INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at)
       SELECT gen_random_uuid(), $1, 100 + n, 100 + n, $2, 'word ' || n, now() FROM generate_series(1, 1200) n`,
      [roomId, ada.id],
    )
    await query('UPDATE room_head SET last_seq = 50000, rev = 50000 WHERE room_id = $1', [roomId])
    await query(
      `INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at) VALUES (gen_random_uuid(), $1, 50000, 50000, $2, 'the last', now())`,
      [roomId, ada.id],
    )
    let text = ''
    let pieces = 0
    for await (const piece of exportAccount(query, ada.id)) {
      text += piece
      pieces += 1
    }
    expect(pieces).toBeGreaterThan(12)
    const { profile, rooms, messages, sessions } = JSON.parse(text) as Record<string, Record<string, unknown>[]>
    expect(profile).toMatchObject({ id: ada.id, username: ada.username })
    expect(sessions).toHaveLength(1)
    expect(rooms!.map((room) => room.id)).toContain(roomId)
    expect(messages).toHaveLength(1 + 1200 + 1)
    expect(messages![0]).toMatchObject({ id: message.id, body: message.body })
    expect(messages!.at(-1)).toMatchObject({ body: 'the last' })
    for (const other of ['the words of Ben', ben.id, ben.username, 'taken back']) expect(text).not.toContain(other)
  })
})

describe('a deleted account', () => {
  it('AW11 asks for the name and the password; signs nobody in, ends every session at once, and its name is free', async () => {
    const ada = await somebody()
    const asAda = await connect(ada)
    await query("UPDATE users SET about = 'about ' || username, title = 'Countess', time_zone = 'Europe/London' WHERE id = $1", [
      ada.id,
    ])
    await query('INSERT INTO avatar (id, user_id, image) VALUES (gen_random_uuid(), $1, $2)', [ada.id, Buffer.from('x')])
    const other = await createSession(query, { userId: ada.id, days: 30, userAgent: 'x', address: '203.0.113.1' })
    expect((await refused(remove(ada, false, { username: 'somebody' }))).more.fields).toHaveProperty('username')
    expect((await refused(remove(ada, false, { proof: { password: 'wrong' } }))).more.fields).toHaveProperty('password')
    const ended = asAda.hear('session:ended', () => true)
    await remove(ada, false)
    await ended
    expect(await findSession(query, ada.id, other.id, other.version)).toBeNull()
    const signIn = verifyCredentials(deps, { username: ada.username, password: PASSWORD }, { address: null })
    expect((await refused(signIn)).code).toBe('unauthorized')
    const again = await createPerson(server, { username: ada.username })
    expect(again.id).not.toBe(ada.id)
    await erased()
    const rows = await query<Record<string, unknown>>('SELECT * FROM users, session WHERE users.id = $1 AND user_id = users.id', [
      ada.id,
    ])
    expect(JSON.stringify(rows)).not.toContain(ada.username)
    for (const word of ['203.0.113.1', 'Countess', 'Europe/London']) expect(JSON.stringify(rows)).not.toContain(word)
    expect(await query('SELECT 1 FROM avatar WHERE user_id = $1', [ada.id])).toEqual([])
    expect((await refused(remove(ada, false))).code).toMatch(/unauthorized|invalid/)
  })

  it('AW11 leaves its rooms to an heir, and its words under no name; others see both without asking', async () => {
    const [ada, ben] = [await somebody(), await somebody()]
    const [asAda, asBen] = [await connect(ada), await connect(ben)]
    const roomId = await createRoom(server, ada, { name: `room of ${ada.username}`, members: [ben] })
    const { message } = await send(asAda, roomId, 'what Ada said')
    await remove(ada, false)
    await erased()
    await vi.waitFor(async () => expect((await asBen.get('room:get', { roomId })).room.role).toBe('owner'))
    const { members } = await asBen.get('room:members', { roomId })
    expect(members.map(({ userId }) => userId)).toEqual([ben.id])
    const { messages, users } = await asBen.get('room:history', { roomId })
    expect(messages.find(({ id }) => id === message.id)?.body).toBe('what Ada said')
    expect(users.find(({ id }) => id === ada.id)?.displayName).toBe('Deleted account')
  })

  it('AW11 takes its words along if that was chosen: in rooms, threads, conversations, and rooms it had left; others’ stay', async () => {
    const [ada, ben] = [await somebody(), await somebody()]
    const [asAda, asBen] = [await connect(ada), await connect(ben)]
    const roomId = await createRoom(server, ben, { name: `to stay in ${ada.username}`, members: [ada] })
    const leftId = await createRoom(server, ben, { name: `to leave ${ada.username}`, members: [ada] })
    const { room: direct } = await asAda.get('room:create', { kind: 'DIRECT', memberIds: [ben.id] })
    const stays = await send(asBen, roomId, 'what Ben said')
    const { room: thread } = await asBen.get('thread:open', { roomId, messageId: stays.message.id })
    const gone: { id: string; roomId: string }[] = []
    for (const where of [roomId, roomId, leftId, direct.id, thread.id])
      gone.push((await send(asAda, where, 'secret words')).message)
    await asAda.get('message:edit', { roomId, id: gone[0]!.id, body: 'secret words of an edit' })
    await asAda.get('room:leave', { roomId: leftId })
    const told = asBen.hear('room:changes', (frame) => JSON.stringify(frame).includes(gone[0]!.id))
    await remove(ada, true)
    await told
    await erased()
    for (const { id, roomId: where } of gone) {
      const { messages } = await asBen.get('message:get', { roomId: where, ids: [id] })
      expect(messages).toMatchObject([{ id, body: '', deletedAt: expect.any(String) }])
    }
    const { messages } = await asBen.get('room:history', { roomId })
    expect(messages.find(({ id }) => id === stays.message.id)).toMatchObject({ body: 'what Ben said' })
    for (const table of ['message', 'message_edit', 'search_message'])
      await vi.waitFor(async () => expect(JSON.stringify(await query(`SELECT * FROM ${table}`))).not.toContain('secret words'), {
        timeout: 5_000,
      })
    // The counters say what is there: an audit of the log finds nothing wrong.
    const [head] = await query(
      `SELECT h.deleted, (SELECT count(*)::int FROM message m WHERE m.room_id = h.room_id AND m.deleted_at IS NOT NULL) AS n,
         h.rev >= (SELECT max(m.rev) FROM message m WHERE m.room_id = h.room_id) AS is_ahead FROM room_head h WHERE room_id = $1`,
      [roomId],
    )
    expect(head).toMatchObject({ n: 2, is_ahead: true })
    expect(Number(head!.deleted)).toBe(2)
  })

  it('A15 the only owner can’t delete their account, and of two who do it at once one stays', async () => {
    expect((await refused(remove(keeper, false))).message).toContain('only owner')
    const second = await somebody('owner')
    const tries = await Promise.allSettled([remove(keeper, false), remove(second, false)])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await query("SELECT count(*)::int AS n FROM users WHERE role = 'owner' AND deactivated_at IS NULL")).toEqual([
      { n: 1 },
    ])
  })
})
