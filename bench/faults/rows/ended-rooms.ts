import type { Row, Stage } from '../row.ts'

const HELLO_PAUSE_MS = 2_500
const BACK_MS = 30_000

/** Does `work` while a node holds back its answer to somebody who comes back, and waits until everybody is there. */
async function duringHello(stage: Stage, i: number, comeBack: () => unknown, work: () => Promise<unknown>): Promise<number> {
  const { cluster, crowd, until, demand } = stage
  const node = cluster.nodes[i]!
  const before = await node.set({ fault: 'pause', at: 'after-hello-is-read', ms: HELLO_PAUSE_MS })
  comeBack()
  demand((await until(async () => (await node.struck()) > before, BACK_MS)) !== null, `nobody said hello to ${node.name}`)
  await work()
  const after = await node.set({ fault: 'none' })
  const isBack = () => crowd.members.every(({ chat }) => ['live', 'ended'].includes(chat.getState().connection.status))
  demand((await until(isBack, BACK_MS)) !== null, `not everybody was back after ${BACK_MS} ms`)
  return after - before
}

export const F54: Row = {
  id: 'F54',
  title: 'a room is lost, or archived, while its gap is on the way to somebody',
  star: false,
  people: 9,
  quiet: 3,
  bound: { maxMs: 12_000 },
  pace: { perSecond: 20, churn: false },
  async inject(stage) {
    const { cluster, crowd, history, pass, until, lasts, demand } = stage
    const [owner] = crowd.members
    const { den } = crowd.rooms
    const archived = crowd.rooms.busy[1]
    const there = crowd.members.filter(({ front }) => front === 1)
    if (!owner || owner.front === 1 || !archived) throw new Error('too few people')
    let paused = 0
    for (const leaving of there.slice(-lasts(1, 3))) {
      const who = leaving.person.username
      await leaving.chat.stop()
      await pass(1_000)
      const comeBack = () => void leaving.chat.connect()
      paused += await duringHello(stage, leaving.front, comeBack, async () => {
        await owner.chat.kick(den, leaving.person.id)
        history.note({ op: 'lose', who, room: den, by: 'kick' })
        // Longer than the answer is held: what it holds of the room must not be in it, or it was told within the second.
        await pass(HELLO_PAUSE_MS + 500)
      })
      await pass(1_000)
      const { rooms, timelines } = leaving.chat.getState()
      demand(rooms[den]?.role === undefined, `${who} still has the room they were removed from`)
      demand((timelines[den]?.messages.length ?? 0) === 0, `${who} still holds rows of the room they were removed from`)
    }

    const cutOff = () => cluster.fronts[2]?.cut()
    paused += await duringHello(stage, 2, cutOff, async () => {
      await owner.chat.updateRoom(archived, { archived: true })
    })
    const knows = () => crowd.members.every(({ chat }) => chat.getState().rooms[archived]?.archived === true)
    demand((await until(knows, 6_000)) !== null, 'not everybody knows that the room is archived')
    for (const { person, chat } of crowd.members.slice(0, 3)) {
      const id = chat.send(archived, `${person.username} writes into an archive`)
      const refused = () => chat.getState().outbox[archived]?.find((entry) => entry.id === id)?.error?.code === 'forbidden'
      demand((await until(refused, 6_000)) !== null, 'a message into an archived room was not refused')
      chat.discard(id)
    }
    return { times: paused, what: `${paused} hellos on their way while a room was lost or archived` }
  },
}
