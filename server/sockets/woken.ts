import type { Worker } from '#server/jobs/worker.ts'
import type { Apart } from './apart.ts'
import type { CatchUp } from './catch-up.ts'
import type { GroupTeller } from './groups.ts'
import type { ModTeller } from './moderation.ts'
import type { NoticeTeller } from './notices.ts'
import type { PeopleTeller } from './people.ts'
import type { Registry } from './registry.ts'
import type { ChatServer } from './types.ts'
import type { Woken } from './wake.ts'

type Deps = {
  io: ChatServer
  catchUp: CatchUp
  registry: Registry
  worker: Worker
  tellNotices: NoticeTeller
  tellGroups: GroupTeller
  tellPeople: PeopleTeller
  tellMods: ModTeller
  apart: Apart
  failed(error: unknown): void
}

/** What this node does about what a transaction somewhere told with its commit [W2]. */
export function createWoken({
  io,
  catchUp,
  registry,
  worker,
  tellNotices,
  tellGroups,
  tellPeople,
  tellMods,
  apart,
  failed,
}: Deps) {
  return ({
    room,
    person,
    session,
    notice,
    groups,
    people,
    apart: pair,
    emoji,
    mod,
    connection,
    job,
    reason,
    until,
  }: Woken): void => {
    if (job) worker.wake()
    if (notice) tellNotices.one(notice).catch(failed)
    if (groups) tellGroups.news().catch(failed)
    if (people) tellPeople.news().catch(failed)
    if (mod) tellMods.one(mod).catch(failed)
    if (pair) apart.changed(pair).catch(failed)
    if (emoji) io.local.emit('emoji:changed', emoji)
    if (connection) registry.replace(connection)
    if (session) catchUp.endSession(session, reason === 'banned' ? 'banned' : 'revoked')
    if (room) catchUp.room(room).catch(failed)
    if (person && reason === 'banned') for (const id of catchUp.sessionsOf(person)) catchUp.endSession(id, 'banned', until)
    else if (person) catchUp.person(person).catch(failed)
  }
}
