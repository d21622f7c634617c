import { GENERAL_ROOM_ID } from '#server/core/accounts/general.ts'
import { readUsername } from '#server/core/accounts/username.ts'
import { nameKey } from '#server/core/rooms/names.ts'
import { createLog, createTables, type Tables } from './log.ts'
import { writeMembership } from './membership.ts'
import { PEOPLE } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { SCENES, type Scene } from './rooms.ts'
import { type Person, talk } from './talk.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** The community has talked for this long. */
const WEEKS = 5
const SEED = 20_261_122

/** All rows of a community that has talked for five weeks up to `now` (epoch ms). The same `now` gives the same rows. */
export function writeCommunity(now: number, passwordHash: string): Tables {
  const random = createRandom(SEED)
  const tables = createTables()
  const start = now - WEEKS * 7 * DAY_MS
  const people = PEOPLE.map((character): Person => {
    const name = readUsername(character.username)
    if ('wrong' in name) throw new Error(`the username ${character.username} ${name.wrong}`)
    const id = random.uuid()
    tables.users.push({
      id,
      ...name,
      display_name: character.displayName,
      email: null,
      password_hash: passwordHash,
      avatar_url: null,
      role: character.role,
      presence: 'online',
      status_text: character.status ?? null,
      last_seen_at: new Date(now - random.between(1, 2_000) * MINUTE_MS).toISOString(),
      created_at: new Date(start - random.between(1, 60) * DAY_MS).toISOString(),
      deactivated_at: null,
    })
    return { id, username: name.username }
  })
  SCENES.forEach((scene, index) => {
    writeRoom(tables, random, scene, index === 0, people, start, now)
  })
  countClocks(tables)
  return tables
}

function writeRoom(
  tables: Tables,
  random: Random,
  scene: Scene,
  isGeneral: boolean,
  people: Person[],
  start: number,
  now: number,
) {
  const members =
    typeof scene.members === 'number'
      ? [people[0]!, ...random.sample(people.slice(1), scene.members - 1)]
      : scene.members.map((name) => people.find((person) => person.username === name)!)
  const id = isGeneral ? GENERAL_ROOM_ID : random.uuid(start)
  const name = isGeneral ? 'general' : (scene.name ?? null)
  tables.room.push({
    id,
    kind: scene.kind,
    name,
    name_key: name === null ? null : nameKey(name),
    topic: isGeneral ? 'For everybody here.' : (scene.topic ?? null),
    slow_mode_seconds: 0,
    archived_at: null,
    created_by: isGeneral ? null : members[0]!.id,
    created_at: new Date(start).toISOString(),
    direct_key:
      scene.kind === 'DIRECT'
        ? members
            .map((member) => member.id)
            .sort()
            .join(':')
        : null,
    parent_room_id: null,
    parent_message_id: null,
    member_count: members.length,
    rev: 1,
  })
  const idsByName = new Map(members.map((member) => [member.username, member.id]))
  const log = createLog(tables, id, idsByName, 1)
  const lastOwn = talk({ tables, random, scene, roomId: id, members, idsByName, log }, start, now)
  members.forEach((member, index) => {
    const role = index === 0 && scene.kind !== 'DIRECT' ? 'owner' : 'member'
    tables.membership.push(writeMembership(random, id, member.id, role, log, lastOwn.get(member.id) ?? 0, start))
  })
}

/** Each membership took its person's next meRev. */
function countClocks(tables: Tables) {
  for (const user of tables.users) {
    let meRev = 0
    for (const row of tables.membership) if (row.user_id === user.id) row.me_rev = ++meRev
    tables.user_head.push({ user_id: user.id, me_rev: meRev })
  }
}
