import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { openDatabase } from '#server/database/database.ts'
import { isPinsLimit } from '../../pins.ts'
import { change } from '../change.ts'
import { createLane } from '../lane.ts'
import type { Ack, Plan, Report } from './plan.ts'
import { pick, seeded } from './random.ts'

/** One of several processes that write into the same rooms: told what to do by its parent, it reports every outcome. */
const SENDERS = 40
const REPORT_EVERY_MS = 40
/** A race that began longer ago than this is over. */
const LATE_MS = 1_000

process.once('message', (plan: Plan) => void write(plan))
process.send?.({ ready: true })

async function write(plan: Plan) {
  const random = seeded(plan.seed)
  const database = openDatabase(plan.url, 9, () => undefined)
  // Long enough that a deadlock is found out as one.
  database.pool.options.lock_timeout = 5_000
  const lane = createLane(database.pool, () => undefined)
  let report: Report = { acks: [], refused: {}, errors: [] }
  const mine: Ack[] = []

  const flush = () => {
    process.send?.(report)
    report = { acks: [], refused: {}, errors: [] }
  }
  const timer = setInterval(flush, REPORT_EVERY_MS)

  async function send(id: string, roomId: string, author: Plan['people'][number]) {
    const outcome = await lane.push({
      id,
      roomId,
      author,
      sessionId: null,
      body: `words ${id}`,
      replyToId: null,
      mentionUserIds: [],
      mentionRoom: null,
      kind: null,
      // The first of them may ask in every room.
      confirm: random() < (author === plan.people[0] ? 0.5 : 0.01),
    })
    if (outcome.status === 'new') {
      const ack: Ack = { roomId, id, authorId: author.id, seq: outcome.message.seq, rev: outcome.message.rev }
      report.acks.push(ack)
      mine.push(ack)
    } else report.refused[outcome.status] = (report.refused[outcome.status] ?? 0) + 1
  }

  async function alter(ack: Ack) {
    const verb = pick(random, ['edit', 'delete', 'react', 'react', 'unreact', 'pin', 'unpin', 'confirm', 'confirm'] as const)
    const user = verb === 'edit' ? plan.people.find(({ id }) => id === ack.authorId) : pick(random, plan.people)
    if (!user) return
    const arg = verb === 'edit' ? `other words ${random()}` : '👍'
    const outcome = await change(database.pool, { user, sessionId: null }, { verb, roomId: ack.roomId, id: ack.id, arg })
    report.refused[`${verb} ${outcome.status}`] = (report.refused[`${verb} ${outcome.status}`] ?? 0) + 1
  }

  const guarded = async (work: Promise<void>) => {
    try {
      await work
    } catch (error) {
      if (error instanceof Refusal && isRetried(error.code)) {
        report.refused[error.code] = (report.refused[error.code] ?? 0) + 1
        return
      }
      // A room holds so many pins and no more: refused, and nothing was done.
      if (isPinsLimit(error)) {
        report.refused['pin conflict'] = (report.refused['pin conflict'] ?? 0) + 1
        return
      }
      const { code, message } = error as { code?: string; message: string }
      report.errors.push(`${code ?? ''} ${message}`)
    }
  }

  async function sender() {
    while (Date.now() < plan.until) {
      const dice = random()
      const old = mine[Math.floor(random() * mine.length)]
      if (dice < 0.1 && old) {
        const author = plan.people.find(({ id }) => id === old.authorId)
        if (author) await guarded(send(old.id, old.roomId, author))
      } else if (dice < 0.3 && old) await guarded(alter(old))
      else {
        const share = random()
        const rooms = share < 0.4 ? plan.hot : share < 0.7 ? plan.warm : plan.cold
        await guarded(send(uuidv7(), pick(random, rooms), pick(random, plan.people)))
      }
    }
  }

  /** Every writer sends these ids at the same moments: as the same author, as another, or into another room. */
  async function racer() {
    const racing: Promise<void>[] = []
    for (const race of plan.races) {
      if (race.at > plan.until) break
      if (race.at < Date.now() - LATE_MS) continue
      await wait(Math.max(0, race.at - Date.now()))
      const author = plan.people[race.authors[plan.writer] ?? 0]
      const roomId = race.rooms[plan.writer]
      if (author && roomId) racing.push(guarded(send(race.id, roomId, author)), guarded(send(race.id, roomId, author)))
    }
    await Promise.all(racing)
  }

  await Promise.all([racer(), ...Array.from({ length: SENDERS }, sender)])
  clearInterval(timer)
  flush()
  await database.close()
  process.disconnect?.()
}
