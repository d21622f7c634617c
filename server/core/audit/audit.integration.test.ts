import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promote, resetPassword } from '#server/core/accounts/operator.ts'
import { createCustomEmoji } from '#server/core/emoji/emoji.ts'
import { createGroups } from '#server/core/groups/groups.ts'
import { createInvites } from '#server/core/invites/invites.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { createRooms } from '#server/core/rooms/rooms.ts'
import { endSessionFor } from '#server/core/sessions/ending.ts'
import { liftSanction, sanction } from '#server/core/standing/standing.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { audit } from './audit.ts'
import { verifyAudit } from './verify.ts'

let made: TestDatabase
let own: Database
beforeAll(async () => {
  made = await createTestDatabase()
  own = openDatabase(made.url, 12, () => undefined)
})
afterAll(async () => {
  await own?.close()
  await made?.drop()
})
const pool = () => own.pool
const verify = (kept?: { seq: number; hash: string }) => verifyAudit(queryOn(pool()), kept ?? null)
const write = (n: number) =>
  transaction(pool(), async (query) => {
    for (let i = 0; i < n; i++) await audit(query, { by: 'system', act: 'rule:set', kind: 'rule', id: `rule-${i}`, after: { i } })
  })
const acts = async (): Promise<string[]> =>
  (await pool().query('SELECT act FROM audit_entry ORDER BY seq')).rows.map(({ act }) => act)
const as = (person: Person, role: 'owner' | 'member' = 'member') => ({
  ...{ id: person.id, username: person.username, displayName: person.displayName, role },
  address: '192.0.2.7',
})

describe('the audit', () => {
  test('an entry is there if and only if its act is, one act leaves one, and says who, whom, why and from where [AU1]', async () => {
    const owner = await createPerson(made)
    const member = await createPerson(made)
    const admin = as(owner, 'owner')
    const account = { database: { pool: pool() }, settings: testEnv() } as never
    const before = (await acts()).length
    const groups = createGroups(pool())
    const { id } = await groups.create(admin, { name: 'design', memberIds: [member.id] })
    await groups.update(admin, id, { description: 'who draws' })
    await groups.update(admin, id, { description: 'who draws' })
    await groups.remove(admin, id)
    const notices = createNotices(pool())
    const notice = await notices.post({ userId: owner.id }, { body: 'soon', level: 'info' })
    await notices.end('operator', notice.id)
    const invites = createInvites(pool(), 'admins')
    const { invite } = await invites.create(admin, { role: 'member', maxUses: 1, endsInHours: 1 })
    await invites.revoke(admin, invite.id)
    await invites.revoke(admin, invite.id)
    const roomId = await createRoom(made, owner, { members: [member] })
    await createRooms(pool()).setRole(admin, roomId, member.id, 'moderator')
    await createRooms(pool()).kick(admin, roomId, member.id)
    await endSessionFor(pool(), { user: admin, sessionId: null }, member.session.id)
    await promote(account, member.username, 'moderator')
    await resetPassword(account, member.username, 'a new password')
    await liftSanction(pool(), await sanction(pool(), { userId: member.id, roomId: null, kind: 'mute', reason: 'loud' }))
    const taken = createCustomEmoji(pool(), 'members').remove(admin, id)
    await expect(taken).rejects.toMatchObject({ code: 'not_found' })
    expect((await acts()).slice(before)).toEqual([
      ...[
        'group:create',
        'group:update',
        'group:delete',
        'notice:post',
        'notice:end',
        'invite:create',
        'invite:revoke',
        'room:role',
        'room:kick',
      ],
      ...['session:end', 'account:role', 'account:password', 'sanction:add', 'sanction:lift'],
    ])
    const { rows } = await pool().query("SELECT * FROM audit_entry WHERE act = 'room:kick'")
    expect(rows[0]).toMatchObject({ by: 'person', by_id: owner.id, user_id: member.id, room_id: roomId, address: '192.0.2.7' })
    const failed = transaction(pool(), async (query) => {
      await audit(query, { by: 'system', act: 'rule:set' })
      throw new Error('and so it did not happen')
    })
    await expect(failed).rejects.toThrow()
    expect(await acts()).not.toContain('rule:set')
  })

  test('twenty at once make one chain [AU1]', async () => {
    const before = (await acts()).length
    await Promise.all(Array.from({ length: 20 }, () => write(3)))
    expect(await acts()).toHaveLength(before + 60)
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('no entry is changed or removed, nor all of them, nor the head set back [AU2]', async () => {
    await write(2)
    for (const sql of [
      "UPDATE audit_entry SET why = 'another'",
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'DELETE FROM audit_head',
      'UPDATE audit_head SET seq = seq - 1',
    ])
      await expect(pool().query(sql), sql).rejects.toThrow(/append-only/)
  })

  /** By hand, with every trigger out of the way, and put back as it was. */
  async function byHand(sql: string) {
    const client = await pool().connect()
    try {
      await client.query('BEGIN')
      await client.query("SET LOCAL session_replication_role = 'replica'")
      await client.query(sql)
      return await verifyAudit(queryOn(client))
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  }

  test('verifying finds any one entry that was changed or removed by hand, the last one too [AU2]', async () => {
    await write(5)
    const { rows } = await pool().query('SELECT max(seq)::int AS last FROM audit_entry')
    const last: number = rows[0].last
    for (const seq of [1, 2, last - 1, last]) {
      for (const sql of [
        `DELETE FROM audit_entry WHERE seq = ${seq}`,
        `UPDATE audit_entry SET why = 'another' WHERE seq = ${seq}`,
        `UPDATE audit_entry SET after = '{"x":1}' WHERE seq = ${seq}`,
        `UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = ${seq}`,
        `UPDATE audit_entry SET by_id = gen_random_uuid() WHERE seq = ${seq}`,
      ]) {
        expect(await byHand(sql), sql).toMatchObject({ ok: false })
      }
    }
    expect(await verify()).toMatchObject({ ok: true, head: { seq: last } })
  })

  test('a chain that was written anew with its head is found by a head that was kept elsewhere [AU2]', async () => {
    await write(1)
    const kept = await verify()
    if (!kept.ok) throw new Error('it was whole')
    await write(1)
    expect(await verify(kept.head)).toMatchObject({ ok: true })
    expect(await verify({ ...kept.head, hash: '0'.repeat(64) })).toMatchObject({ ok: false })
    expect(await verify({ seq: kept.head.seq + 100, hash: kept.head.hash })).toMatchObject({ ok: false })
  })

  test('a role that does not own the tables writes entries and can change none, nor take the triggers away [AU2]', async () => {
    const role = `app_${crypto.randomUUID().slice(0, 8)}`
    await pool().query(`CREATE ROLE ${role}`)
    try {
      await pool().query(`GRANT SELECT, INSERT ON audit_entry TO ${role}; GRANT SELECT, UPDATE ON audit_head TO ${role}`)
      const as = async (sql: string) => {
        const client = await pool().connect()
        try {
          await client.query('BEGIN')
          await client.query(`SET LOCAL ROLE ${role}`)
          return await client.query(sql)
        } finally {
          await client.query('ROLLBACK')
          client.release()
        }
      }
      await as("SELECT parley_audit('system', NULL, 'rule:set', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")
      for (const sql of [
        "UPDATE audit_entry SET why = 'x'",
        'DELETE FROM audit_entry',
        'ALTER TABLE audit_entry DISABLE TRIGGER ALL',
        'DROP TABLE audit_entry',
      ])
        await expect(as(sql), sql).rejects.toThrow(/permission denied|must be owner/)
    } finally {
      await pool().query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })
})
