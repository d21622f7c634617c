import { setTimeout as wait } from 'node:timers/promises'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import { pick } from '#server/core/messages/log/testing/random.ts'
import type { History } from '../history/history.ts'
import type { Member } from './member.ts'
import type { Rooms } from './rooms.ts'

const AGAIN_MS = 500
const TRIES = 30

/** Acts a second, of everybody together. `churn`: people also leave, are kicked, and come back. */
export type Pace = { perSecond: number; churn: boolean }

const EMOJIS = ['👍', '🎉', '👀', '😀', '❤️']
const RECENT = 30
const QUIET_SHARE = 0.2
const SHARES = { edit: 0.08, remove: 0.03, react: 0.1, churn: 0.01 }

type Wanted = { members: readonly Member[]; rooms: Rooms; pace: Pace; random: () => number; history: History }

/** People who write, change what they wrote, react, come and go, until they are stopped. */
export function startLoad({ members, rooms, pace, random, history }: Wanted) {
  let n = 0
  const [owner] = members
  /** Whoever comes and goes stands in no other duty. */
  const [leaver, kicked] = members.slice(-2)
  const away = new Set<Member>()

  const isMember = ({ chat }: Member, room: string) => chat.getState().rooms[room]?.role !== undefined
  const words = (member: Member) => {
    n += 1
    return `${member.person.username} ${n} ${'x'.repeat(Math.floor(random() * 120))}`
  }
  const recent = ({ chat }: Member, room: string, fits: (row: Message) => boolean): Message | undefined => {
    const rows = (chat.getState().timelines[room]?.messages.slice(-RECENT) ?? []).filter((row) => !row.deletedAt && fits(row))
    return rows.length > 0 ? pick(random, rows) : undefined
  }

  /** Out and in again, by one's own will in a public room, by the owner's in a private one. */
  function comeAndGo(
    member: Member,
    room: string,
    out: () => Promise<unknown>,
    back: () => Promise<unknown>,
    by: 'leave' | 'kick',
  ) {
    if (away.has(member) || !isMember(member, room)) return
    away.add(member)
    const who = member.person.username
    member.attempt(async () => {
      try {
        await out()
        history.note({ op: 'lose', who, room, by })
      } finally {
        history.note({ op: 'gain', who, room })
        await insist(back).finally(() => away.delete(member))
      }
    })
  }
  function churn() {
    if (!owner || !leaver || !kicked) return
    const [square] = rooms.busy
    if (random() < 0.5 && square)
      comeAndGo(
        leaver,
        square,
        () => leaver.chat.leave(square),
        () => leaver.chat.join(square),
        'leave',
      )
    else
      comeAndGo(
        kicked,
        rooms.den,
        () => owner.chat.kick(rooms.den, kicked.person.id),
        () => owner.chat.invite(rooms.den, kicked.person.id),
        'kick',
      )
  }

  function act() {
    const member = pick(random, members)
    const room = pick(random, random() < QUIET_SHARE && rooms.quiet.length > 0 ? rooms.quiet : [...rooms.busy, rooms.den])
    if (member.chat.getState().connection.status === 'ended' || !isMember(member, room)) return
    const mine = (row: Message) => row.authorId === member.person.id
    let dice = random()
    const falls = (share: number) => {
      dice -= share
      return dice < 0
    }
    if (falls(SHARES.edit)) {
      const row = recent(member, room, mine)
      if (row) return member.edit(room, row.id, words(member))
    } else if (falls(SHARES.remove)) {
      const row = recent(member, room, mine)
      if (row) return member.remove(room, row.id)
    } else if (falls(SHARES.react)) {
      const row = recent(member, room, () => true)
      if (row) return member.react(room, row.id, pick(random, EMOJIS))
    } else if (pace.churn && falls(SHARES.churn)) return churn()
    member.send(room, words(member))
  }

  const timer = setInterval(act, 1_000 / pace.perSecond)
  return { stop: () => clearInterval(timer) }
}

/** Again until it is answered: a removal whose answer was lost is undone like any other. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      if (tries >= TRIES || !(error instanceof Refusal) || !isRetried(error.code)) throw error
      await wait(AGAIN_MS)
    }
  }
}
