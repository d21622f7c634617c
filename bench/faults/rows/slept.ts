import { createPerson } from '#server/testing/people.ts'
import { startProxy } from '../cluster/proxy.ts'
import { startApart } from '../people/apart.ts'
import { letIn } from '../people/enter.ts'
import type { Row } from '../row.ts'

const SLEPT_MS = 600_000
/** Of what a machine missed that slept, when it is awake again. */
const CAUGHT_UP_MS = 5_000
const MACHINE_MS = 500

export const F40: Row = {
  id: 'F40',
  title: 'a machine sleeps for ten minutes, and its connection is dead when it wakes up',
  star: false,
  people: 9,
  quiet: 3,
  bound: { maxMs: 6_000 },
  pace: { perSecond: 20, churn: false },
  async inject({ cluster, crowd, history, pass, until, lasts, demand }) {
    const [owner] = crowd.members
    const { pool } = cluster.postgres
    if (!owner) throw new Error('nobody is there')
    const rooms = [...crowd.rooms.busy, crowd.rooms.den]
    const person = await createPerson({ pool })
    for (const room of rooms) await letIn(cluster.postgres, room, owner.person, [person])
    const realMs = lasts(8_000, 60_000)
    // What was opened before the sleep is gone on the way and never told so; what is opened later gets through.
    let age = 'old'
    const way = await startProxy({ targets: () => [cluster.nodes[0]!.port], recognise: () => age })
    const clock = { CLOCK_LEAP: String(SLEPT_MS / realMs) }
    const sleeper = await startApart({ person, url: `http://127.0.0.1:${way.port}`, rooms, history, clock })
    try {
      await sleeper.send(rooms[0]!, 'before I sleep')
      demand((await until(async () => (await sleeper.view(rooms[0]!)).waiting === 0, 5_000)) !== null, 'nothing was acked before')
      const lagBefore = (await sleeper.view(rooms[0]!)).now - Date.now()
      way.set({ mode: 'swallow', kind: 'old' })
      sleeper.sleep()
      await pass(realMs)
      const heads = await cluster.postgres.query<{ room_id: string; last_seq: string }>(
        'SELECT room_id, last_seq FROM room_head WHERE room_id = ANY ($1)',
        [rooms],
      )
      age = 'new'
      sleeper.wake()
      const missed = async (room: string, lastSeq: number) => {
        const { rows } = await sleeper.view(room)
        return (rows.at(-1)?.seq ?? 0) < lastSeq
      }
      const isCaughtUp = async () => {
        for (const { room_id, last_seq } of heads) if (await missed(room_id, Number(last_seq))) return false
        return true
      }
      const tookMs = await until(isCaughtUp, 60_000)
      const { now, rows } = await sleeper.view(rooms[0]!)
      const leapt = now - Date.now() - lagBefore
      demand(leapt > SLEPT_MS / 2, `the clock of who slept went on by ${Math.round(leapt)} ms only`)
      demand(
        tookMs !== null && tookMs <= CAUGHT_UP_MS + MACHINE_MS,
        `who slept was caught up after ${tookMs === null ? 'never' : `${Math.round(tookMs)} ms`}`,
      )
      demand(
        rows.every((row, i) => i === 0 || row.seq === rows[i - 1]!.seq + 1),
        'who slept sees a hole',
      )
      await sleeper.send(rooms[0]!, 'after I slept')
      demand((await until(async () => (await sleeper.view(rooms[0]!)).waiting === 0, 8_000)) !== null, 'nothing was acked after')
      const what = `slept for ${SLEPT_MS / 60_000} min in ${realMs / 1_000} s, caught up after ${Math.round(tookMs ?? -1)} ms`
      return { times: way.swallowed() > 0 ? 1 : 0, what }
    } finally {
      await sleeper.end()
      await way.close()
    }
  },
}
