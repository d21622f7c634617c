import { sanction } from '#server/core/standing/standing.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Member } from '../people/member.ts'
import type { Row, Stage } from '../row.ts'

/** Delivery stops within a second [K5]; whoever is told longer is found out in the time after. */
const STOP_MS = 1_000
const AFTER_MS = 3_000

async function ban({ cluster, history, pass, demand }: Stage, { person, chat }: Member, how: string) {
  for (let i = 0; i < 10; i++) chat.send([...Object.keys(chat.getState().timelines)][0]!, `a burst before the end ${i}`)
  await sanction(cluster.postgres.pool, { userId: person.id, roomId: null, kind: 'ban' })
  history.note({ op: 'lose', who: person.username, room: null, by: 'ban' })
  await pass(STOP_MS)
  const { connection } = chat.getState()
  demand(
    connection.status === 'ended' && connection.reason === 'banned',
    `${how}, the banned person’s client is ${connection.status}`,
  )
  await pass(AFTER_MS)
}

export const F52: Row = {
  id: 'F52',
  title: 'people are banned in the middle of a burst, with Redis and without',
  star: true,
  bound: { maxMs: 6_000 },
  pace: { churn: false },
  async inject(stage) {
    const [first, second] = stage.crowd.members.slice(-2)
    if (!first || !second) throw new Error('too few people')
    await ban(stage, first, 'with Redis')
    const from = Date.now()
    for (const link of stage.cluster.redisLinks) await link.refuse()
    await stage.pass(1_000)
    await ban(stage, second, 'without Redis')
    const windows = [{ from, until: Date.now(), maxMs: 2_000 }]
    for (const link of stage.cluster.redisLinks) await link.mend()
    return { times: 2, what: '2 bans, one without Redis', windows }
  },
}

export const F53: Row = {
  id: 'F53',
  title: 'somebody is kicked while away and comes back with what they knew',
  star: true,
  bound: { maxMs: 6_000 },
  pace: { churn: false },
  async inject({ cluster, crowd, history, pass, lasts, demand }) {
    const [owner] = crowd.members
    const [leaving] = crowd.members.slice(-1)
    if (!owner || !leaving) throw new Error('too few people')
    const { den } = crowd.rooms
    const who = leaving.person.username
    const known = leaving.chat.getState().rooms[den]?.rev ?? 0
    await leaving.chat.stop()
    await owner.chat.kick(den, leaving.person.id)
    history.note({ op: 'lose', who, room: den, by: 'kick' })
    await pass(STOP_MS + 200)

    const saw = (rows: readonly { id: string; seq: number; rev: number }[]) => {
      for (const { id, seq, rev } of rows) history.note({ op: 'see', who, room: den, id, seq, rev })
    }
    const raw = await connectRaw(`http://127.0.0.1:${cluster.fronts[leaving.front]!.port}`, leaving.person, { hello: false })
    try {
      const hello = await raw.get('session:hello', { revs: { [den]: known } })
      demand(hello.gone.includes(den), 'hello does not say that the room is gone')
      saw(hello.changes.filter((changes) => changes.roomId === den).flatMap((changes) => changes.messages))
      const synced = await raw.ask('room:sync', { roomId: den, afterRev: known })
      if (synced.ok && 'changes' in synced.data) saw(synced.data.changes.messages)
      const history_ = await raw.ask('room:history', { roomId: den })
      if (history_.ok) saw(history_.data.messages)
      for (const answer of [synced, history_])
        demand(!answer.ok && answer.error.code === 'not_found', 'the room is not answered not_found')
      await pass(lasts(2_000, 10_000))
      for (const { event, payload } of raw.heard) if (event === 'room:changes' && payload.roomId === den) saw(payload.messages)
    } finally {
      raw.close()
    }
    return { times: 1, what: 'kicked while away, 3 ways back tried' }
  },
}
