import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { User } from '#protocol/models.ts'
import { createCursors } from '#server/core/cursors/cursors.ts'
import { createRooms } from '#server/core/rooms/rooms.ts'
import { liftSanction, sanction } from '#server/core/standing/standing.ts'
import { openDatabase } from '#server/database/database.ts'
import type { TestDatabase } from '#server/testing/database.ts'
import { createPeople } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { Ack, Plan, Race, Report } from './plan.ts'
import { seeded } from './random.ts'

const WRITERS = 3
const PEOPLE = 12
const WARM = 5
const COLD = 20
const KILL_EVERY_MS = 2_500
const CUT_EVERY_MS = 700
const RACE_EVERY_MS = 40
const REVOKED_MS = 60
/** Long enough that a deadlock is found out as one. */
const LOCK_TIMEOUT_MS = 5_000
const ENTRY = path.join(import.meta.dirname, 'writer.ts')

export type Stressed = {
  acks: Ack[]
  refused: Record<string, number>
  errors: string[]
  kills: number
  cuts: number
  /** What was stored for somebody between the commit of a ban, leave or kick and its end. */
  accepted: string[]
  revocations: number
  marks: number
}

/** Logs every (room, rev) that is ever given out: a rev given out twice fails its statement. */
const REV_LOG = `
  CREATE TABLE rev_log (room_id uuid, rev int8, id uuid, seq int8, is_new boolean, PRIMARY KEY (room_id, rev));
  CREATE FUNCTION log_message_rev() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO rev_log VALUES (NEW.room_id, NEW.rev, NEW.id, NEW.seq, TG_OP = 'INSERT'); RETURN NULL; END $$;
  CREATE FUNCTION log_room_rev() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO rev_log VALUES (NEW.id, NEW.rev, NULL, NULL, false); RETURN NULL; END $$;
  CREATE TRIGGER log_new AFTER INSERT ON message FOR EACH ROW EXECUTE FUNCTION log_message_rev();
  CREATE TRIGGER log_changed AFTER UPDATE ON message FOR EACH ROW WHEN (OLD.rev <> NEW.rev) EXECUTE FUNCTION log_message_rev();
  CREATE TRIGGER log_room AFTER UPDATE ON room FOR EACH ROW WHEN (OLD.rev <> NEW.rev) EXECUTE FUNCTION log_room_rev();`

/**
 * Three writer processes, killed and respawned, over the same rooms and threads, while people are banned, leave, are
 * kicked, and mark everything read. Answers what the writers were told; the database is there to compare it with.
 */
export async function stress(database: TestDatabase, ms: number, seed: number): Promise<Stressed> {
  await database.pool.query(REV_LOG)
  const own = openDatabase(database.url, 12, () => undefined)
  own.pool.options.lock_timeout = LOCK_TIMEOUT_MS
  const members = await createPeople(database, PEOPLE)
  const people = members.map(({ id, username, displayName }): User => ({ id, username, displayName, role: 'member' }))
  const [owner, ...others] = members
  if (!owner) throw new Error('nobody is there')
  const rooms: string[] = []
  for (let i = 0; i < 1 + WARM + COLD; i++) rooms.push(await createRoom(database, owner, { members: others }))
  const service = createRooms(own.pool)
  const cursors = createCursors(
    own.pool,
    () => undefined,
    (error) => errors.push(String(error)),
  )
  const threads = await Promise.all(rooms.slice(0, 4).map((roomId) => startThread(own.pool, service, people, roomId)))

  const random = seeded(seed)
  const hot = rooms.slice(0, 1)
  const warm = [...rooms.slice(1, 1 + WARM), ...threads]
  const cold = rooms.slice(1 + WARM)
  const acks: Ack[] = []
  const refused: Record<string, number> = {}
  const errors: string[] = []
  const accepted: string[] = []
  const count = { kills: 0, cuts: 0, revocations: 0, marks: 0 }

  const ended: Promise<unknown>[] = []
  /** A process that waits for its plan. */
  async function spawn(): Promise<ChildProcess> {
    const child = fork(ENTRY, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    ended.push(once(child, 'exit'))
    await once(child, 'message')
    child.on('message', (report: Report) => {
      acks.push(...report.acks)
      errors.push(...report.errors)
      for (const [what, n] of Object.entries(report.refused)) refused[what] = (refused[what] ?? 0) + n
    })
    return child
  }
  const writers = await Promise.all(Array.from({ length: WRITERS }, spawn))
  const until = Date.now() + ms
  const races = makeRaces(until, [...hot, ...warm, ...cold], random)
  const start = (writer: number) =>
    writers[writer]?.send({
      url: database.url,
      seed: Math.floor(random() * 1e9),
      writer,
      until,
      people,
      hot,
      warm,
      cold,
      races,
    } satisfies Plan)
  for (let writer = 0; writer < WRITERS; writer++) start(writer)

  const repeat = async (everyMs: number, work: () => Promise<void>) => {
    for (;;) {
      await wait(everyMs)
      if (Date.now() >= until) return
      try {
        await work()
      } catch (error) {
        errors.push(`${(error as { code?: string }).code ?? ''} ${(error as Error).message}`)
      }
    }
  }
  const kill = async () => {
    const writer = Math.floor(random() * WRITERS)
    writers[writer]?.kill('SIGKILL')
    count.kills += 1
    writers[writer] = await spawn()
    start(writer)
  }
  const cut = async () => {
    const { rowCount } = await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND query ~ 'parley_(append|change)' AND pid <> pg_backend_pid() LIMIT 2`,
    )
    count.cuts += rowCount ?? 0
  }
  const hotRoom = hot[0]!
  const lastSeq = async (userId: string): Promise<string> => {
    const { rows } = await database.pool.query('SELECT max(seq) AS seq FROM message WHERE room_id = $1 AND author_id = $2', [
      hotRoom,
      userId,
    ])
    return String(rows[0].seq)
  }
  /** Takes somebody's right away, watches for a while whether they still write, and gives it back. */
  const revoking = (what: string, person: User, take: () => Promise<unknown>, giveBack: (taken: unknown) => Promise<unknown>) =>
    repeat(REVOKED_MS, async () => {
      const taken = await take()
      const before = await lastSeq(person.id)
      await wait(REVOKED_MS)
      const after = await lastSeq(person.id)
      count.revocations += 1
      if (before !== after) accepted.push(`${what}: ${before} -> ${after}`)
      await giveBack(taken)
    })
  const [boss, banned, leaver, kicked, ...readers] = people
  if (!boss || !banned || !leaver || !kicked) throw new Error('too few people')
  const markAllRead = (reader: User) =>
    repeat(20, async () => {
      await Promise.all([...rooms].map((roomId) => cursors.read(reader, roomId, Number.MAX_SAFE_INTEGER)))
      count.marks += 1
    })

  await Promise.all([
    repeat(KILL_EVERY_MS, kill),
    repeat(CUT_EVERY_MS, cut),
    revoking(
      'ban',
      banned,
      () => sanction(own.pool, { userId: banned.id, roomId: hotRoom, kind: 'ban' }),
      (id) => liftSanction(own.pool, String(id)),
    ),
    revoking(
      'leave',
      leaver,
      () => service.leave(leaver, hotRoom),
      () => service.join(leaver, hotRoom),
    ),
    revoking(
      'kick',
      kicked,
      () => service.kick(boss, hotRoom, kicked.id),
      () => service.invite(boss, hotRoom, kicked.id),
    ),
    ...readers.slice(0, 3).map(markAllRead),
  ])
  await Promise.all(ended)
  await cursors.flush()
  await own.close()
  return { acks, refused, errors, accepted, ...count }
}

async function startThread(
  pool: ReturnType<typeof openDatabase>['pool'],
  service: ReturnType<typeof createRooms>,
  people: User[],
  roomId: string,
): Promise<string> {
  const id = uuidv7()
  await pool.query(`SELECT * FROM parley_append($1,$2,$3,$4,$5,$6,$7,$8,$9,true)`, [
    [id],
    [roomId],
    [people[0]!.id],
    [null],
    ['a question'],
    [null],
    ['{}'],
    [null],
    [null],
  ])
  return (await service.openThread(people[0]!, roomId, id)).id
}

function makeRaces(until: number, rooms: string[], random: () => number): Race[] {
  const races: Race[] = []
  for (let at = Date.now() + RACE_EVERY_MS; at < until; at += RACE_EVERY_MS) {
    const room = () => rooms[Math.floor(random() * rooms.length)]!
    const one = room()
    const kind = races.length % 3
    races.push({
      id: uuidv7(),
      at,
      authors: kind === 1 ? [4, 5, 6] : [4, 4, 4],
      rooms: kind === 2 ? [room(), room(), room()] : [one, one, one],
    })
  }
  return races
}
