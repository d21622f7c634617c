import { createLog, type Log, type Tables } from './log.ts'
import { writeMembership } from './membership.ts'
import type { Random } from './random.ts'
import type { Scene } from './rooms.ts'
import { drawDialogue, type Line } from './script.ts'

const MINUTE_MS = 60_000

export type Person = { id: string; username: string }

export type Talk = {
  tables: Tables
  random: Random
  scene: Scene
  roomId: string
  members: Person[]
  idsByName: ReadonlyMap<string, string>
  log: Log
}

/** Dialogues at all times of the day until the room has its number of messages. Answers everybody's last seq. */
export function talk(room: Talk, start: number, now: number): Map<string, number> {
  const { random, scene, members, log } = room
  const lastOwn = new Map<string, number>()
  let at = start + random.between(1, 60) * MINUTE_MS
  // The last dialogues begin here, so that the last word falls on the hours before now.
  const end = now - random.between(90, 300) * MINUTE_MS
  while (log.head.last_seq < scene.messages) {
    const before = log.head.last_seq
    const over = perform(room, drawDialogue(scene.theme, random), random.sample(members, 4), at, lastOwn)
    const told = log.head.last_seq - before
    const pace = (end - at) / Math.max(1, scene.messages - before)
    at = Math.max(over, Math.min(end, at + told * pace * (0.6 + random.next() * 0.8)))
  }
  return lastOwn
}

/** Plays one dialogue from `at` on and answers when it ended. */
function perform(room: Talk, lines: Line[], speakers: Person[], at: number, lastOwn: Map<string, number>): number {
  const { random, log } = room
  let time = at
  let top = ''
  let thread: { log: Log; id: string; followers: Set<string>; last: Map<string, number> } | undefined
  for (const [index, line] of lines.entries()) {
    const author = speakers[line.speaker % speakers.length]!
    const text = line.text.replace(
      /@([a-d])\b/g,
      (_, who: string) => `@${speakers['abcd'.indexOf(who) % speakers.length]!.username}`,
    )
    const id = random.uuid(time)
    if (line.inThread) {
      thread ??= openThread(room, top, author, time)
      thread.last.set(author.id, thread.log.send(id, author.id, text, time))
      thread.followers.add(author.id)
      log.touch(top)
    } else {
      closeThread(room, thread, at)
      thread = undefined
      // Answering a line that is not the latest needs a quote; now and then people do it anyway.
      const quoted = top !== '' && random.chance(0.08) ? top : null
      top = id
      lastOwn.set(author.id, log.send(id, author.id, text, time, quoted))
      decorate(room, line, lines[index + 1]?.inThread === true, id, text, time)
    }
    time += random.between(10, 240) * 1_000
  }
  closeThread(room, thread, at)
  return time
}

function decorate({ random, log, members }: Talk, line: Line, isAnswered: boolean, id: string, text: string, at: number) {
  for (const emoji of new Set(line.reactions)) {
    const fans = random.sample(members, random.between(1, Math.min(7, members.length)))
    for (const fan of fans) log.react(id, fan.id, emoji, at + 30_000)
  }
  if (line.reactions.length > 0) {
    if (random.chance(0.03)) log.pin(id, members[0]!.id, at + 60_000)
  } else if (random.chance(0.03)) log.edit(id, `${text} (sorry, had forgotten half of it)`, at + 45_000)
  else if (random.chance(0.01) && !isAnswered) log.remove(id, at + 90_000)
}

function openThread({ tables, random, roomId, idsByName, log }: Talk, messageId: string, by: Person, at: number) {
  const id = random.uuid(at)
  tables.room.push({
    id,
    kind: 'THREAD',
    name: null,
    name_key: null,
    topic: null,
    slow_mode_seconds: 0,
    archived_at: null,
    created_by: by.id,
    created_at: new Date(at).toISOString(),
    direct_key: null,
    parent_room_id: roomId,
    parent_message_id: messageId,
    member_count: 0,
    rev: 0,
  })
  return {
    id,
    log: createLog(tables, id, idsByName, 0),
    followers: new Set([log.authorOf(messageId)]),
    last: new Map<string, number>(),
  }
}

function closeThread(
  { tables, random }: Talk,
  thread: { id: string; log: Log; followers: Set<string>; last: Map<string, number> } | undefined,
  at: number,
) {
  if (!thread) return
  for (const userId of thread.followers) {
    tables.membership.push(writeMembership(random, thread.id, userId, 'member', thread.log, thread.last.get(userId) ?? 0, at))
  }
}
