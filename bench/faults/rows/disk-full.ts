import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Postgres } from '../cluster/postgres.ts'
import type { Row } from '../row.ts'

const SPARE_BYTES = 3_000_000
/** A send is refused within 2 s, and the answer takes its way. */
const ERROR_MS = 2_500
const FULL_MS = 10_000
const BACK_MS = 5_000
const SMALL = 'small'

const isRoot = process.getuid?.() === 0
const run = (command: string, ...args: string[]) => {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.trim()}`)
}

/** Puts the table of messages, and nothing of the write-ahead log, on a file system that holds little more than it. */
async function shrink({ query }: Postgres) {
  const [at] = await query<{ size: string; data: string }>(
    `SELECT pg_total_relation_size('message') AS size, current_setting('data_directory') AS data`,
  )
  const place = mkdtempSync(path.join(tmpdir(), 'parley-small-disk-'))
  chmodSync(place, 0o755)
  run('mount', '-t', 'tmpfs', '-o', `size=${Number(at!.size) + SPARE_BYTES}`, 'tmpfs', place)
  const filler = path.join(place, 'filler')
  const disk = {
    fill() {
      for (let bytes = 1_048_576; bytes >= 4_096; ) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
        } catch {
          bytes /= 2
        }
      }
    },
    free: () => rmSync(filler, { force: true }),
    async undo() {
      disk.free()
      await query('ALTER TABLE message SET TABLESPACE pg_default')
      await query(`DROP TABLESPACE IF EXISTS ${SMALL}`)
      run('umount', place)
      rmSync(place, { recursive: true, force: true })
    },
  }
  try {
    const { uid, gid } = statSync(at!.data)
    chownSync(place, uid, gid)
    await query(`CREATE TABLESPACE ${SMALL} LOCATION '${place}'`)
    await query(`ALTER TABLE message SET TABLESPACE ${SMALL}`)
    return disk
  } catch (error) {
    await disk.undo()
    throw error
  }
}

export const F32: Row = {
  id: 'F32',
  title: 'the disk of the messages is full',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 15 },
  impossible: () => (isRoot ? null : 'it mounts a small file system, which only root may'),
  async inject({ cluster, crowd, history, pass, until, lasts, demand, demandInTime }) {
    const { postgres } = cluster
    const [asker] = crowd.members
    const [room] = crowd.rooms.busy
    if (!asker || !room) throw new Error('nobody is there')
    const disk = await shrink(postgres)
    const raw = await connectRaw(`http://127.0.0.1:${cluster.nodes[0]!.port}`, asker.person)
    const send = (body: string) => raw.ask('message:send', { id: uuidv7(), roomId: room, body }).catch(() => null)
    /** No two are alike: one text under two ids would be a message that is stored twice. */
    const large = () => uuidv7().padEnd(8_000, 'x')
    const at = Date.now()
    try {
      disk.fill()
      // Pages that are there already take a few more.
      const full = await until(async () => (await send(large()))?.ok !== true, FULL_MS)
      demand(full !== null, `messages were still stored after ${FULL_MS} ms`)
      const began = Date.now()
      const answer = await send(large())
      const answeredMs = Date.now() - began
      const code = answer === null ? 'nothing' : answer.ok ? 'ok' : answer.error.code
      demand(code === 'unavailable', `with a full disk, a send was answered ${code}`)
      demandInTime(answeredMs <= ERROR_MS, `with a full disk, a send was answered after ${answeredMs} ms`)
      const page = await raw.ask('room:history', { roomId: room })
      demand(page.ok && page.data.messages.length > 0, 'with a full disk, nothing can be read')
      await pass(lasts(3_000, 15_000))
      const errors = postgres.log().match(/No space left on device/g)?.length ?? 0
      demand(errors > 0, 'PostgreSQL said nothing of a full disk: this row proves nothing')
      disk.free()
      const freed = Date.now()
      const first = await until(
        () => history.events.some((event) => event.op === 'send' && event.outcome === 'ok' && event.t > freed),
        BACK_MS,
      )
      demandInTime(first !== null, `nothing was acked within ${BACK_MS} ms after there was room again`)
      const awayMs = Date.now() - at
      return {
        times: errors,
        what: `${errors} writes found no room, acked ${Math.round(first ?? -1)} ms after there was`,
        awayMs,
      }
    } finally {
      raw.close()
      await disk.undo()
    }
  },
}
