import { uuidv7 } from 'uuidv7'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { createCopies } from '../cluster/copies.ts'
import type { Member } from '../people/member.ts'
import type { Row, Stage } from '../row.ts'

const SETTLED_MS = 10_000
/** A node sees it when it is let in again, or with its next comparison. */
const RELOADED_MS = 10_000
const KEPT = 5
const LOST = { short: 40, long: 400 }

/** What somebody sees of a room now: the bodies, in order. */
const sightOf = ({ chat }: Member, room: string) =>
  (chat.getState().timelines[room]?.messages ?? []).map(({ seq, body }) => ({ seq, body }))

/** Resolves when everybody sees these bodies at the end of the room, joined on without a hole. */
async function allSee({ crowd, until, demand }: Stage, room: string, bodies: readonly string[], withinMs: number, what: string) {
  const sees = (member: Member) => {
    const end = sightOf(member, room).slice(-bodies.length)
    return end.length === bodies.length && end.every(({ body, seq }, i) => body === bodies[i] && seq === end[0]!.seq + i)
  }
  const ms = await until(() => crowd.members.every(sees), withinMs)
  const blind = crowd.members.filter((member) => !sees(member)).length
  demand(ms !== null, `${what}: ${blind} of ${crowd.members.length} people do not see it within ${withinMs} ms`)
  return ms
}

export const F33: Row = {
  id: 'F33',
  title: 'the database is put back to an older state while people are connected',
  star: false,
  bound: { maxMs: 6_000 },
  // What is lost by a restore is lost: nobody's confirmed message may be among it, so the crowd is silent meanwhile.
  pace: { perSecond: 0.001, churn: false },
  people: 9,
  quiet: 4,
  async inject(stage) {
    const { cluster, crowd, history, pass, until, lasts, demand } = stage
    const home = { pool: cluster.postgres.pool }
    const author = await createPerson(home)
    const members = crowd.members.map(({ person }) => person)
    const room = await createRoom(home, author, { kind: 'PRIVATE', members })
    const front = `http://127.0.0.1:${cluster.fronts[0]!.port}`
    const write = async (bodies: readonly string[]) => {
      const raw = await connectRaw(front, author)
      for (const body of bodies) await raw.get('message:send', { id: uuidv7(), roomId: room, body })
      raw.close()
    }
    for (const { chat } of crowd.members) chat.open(room)
    const kept = Array.from({ length: KEPT }, (_, i) => `kept ${i}`)
    const lost = Array.from({ length: lasts(LOST.short, LOST.long) }, (_, i) => `lost ${i}`)
    await write(kept)
    for (const member of crowd.members) member.send(crowd.rooms.busy[0]!, 'before the copy')
    await until(() => crowd.members.every((member) => member.waiting() === 0), SETTLED_MS)
    await allSee(stage, room, kept, SETTLED_MS, 'what is kept')

    const copies = createCopies(cluster.postgres)
    await copies.make()
    const from = Date.now()
    await until(
      async () =>
        await connectRaw(front, author)
          .then((raw) => raw.close())
          .then(
            () => true,
            () => false,
          ),
      SETTLED_MS,
    )
    await write(lost)
    await allSee(stage, room, lost.slice(-5), SETTLED_MS, 'what will be lost')

    const at = Date.now()
    await copies.restore()
    const back = Date.now()
    const reloaded = await allSee(stage, room, kept, RELOADED_MS, 'the older state')
    const moved = history.events.filter((event) => event.op === 'link' && event.status === 'live' && event.t >= at).length
    demand(moved >= crowd.members.length, `only ${moved} of ${crowd.members.length} people were sent away to start over`)

    // What comes now takes the places of what was lost, and nobody takes it for that.
    const next = Array.from({ length: KEPT }, (_, i) => `next ${i}`)
    await write(next)
    await allSee(stage, room, [...kept, ...next], SETTLED_MS, 'what came after')
    for (const member of crowd.members) member.send(crowd.rooms.busy[0]!, 'after the restore')
    await pass(500)
    const what = `${lost.length} messages lost by it, all started over ${((reloaded ?? 0) / 1_000).toFixed(1)} s after it`
    return { times: lost.length, what, awayMs: back - from }
  },
}
