import type pg from 'pg'
import { createCaseActs } from '#server/core/cases/acts.ts'
import { createCommunity } from '#server/core/community/community.ts'
import { createCursors } from '#server/core/cursors/cursors.ts'
import type { Moved } from '#server/core/cursors/shared.ts'
import { createAppeals } from '#server/core/decisions/appeals.ts'
import { createCustomEmoji } from '#server/core/emoji/emoji.ts'
import { wantSweep } from '#server/core/files/sweep.ts'
import { createGroups } from '#server/core/groups/groups.ts'
import { createInvites } from '#server/core/invites/invites.ts'
import { createLater } from '#server/core/later/later.ts'
import { createConfirmations } from '#server/core/messages/confirmations.ts'
import { createMessages } from '#server/core/messages/messages.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { createTelling } from '#server/core/notifications/telling.ts'
import { createMarks } from '#server/core/people/marks.ts'
import { createPeople } from '#server/core/people/people.ts'
import { createProfiles } from '#server/core/people/profile.ts'
import { createStatuses } from '#server/core/people/status.ts'
import { createRooms } from '#server/core/rooms/rooms.ts'
import { createFeeder } from '#server/core/search/feeder.ts'
import { createWebhooks } from '#server/core/webhooks/webhooks.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { wantPreview } from '#server/previews/job.ts'
import { createPush } from '#server/push/push.ts'
import type { Fanout } from './fanout.ts'
import { createWrittenFeed } from './written-feed.ts'

type Deps = { pool: pg.Pool; env: Env; log: Log; fanout: Fanout; partlyRead(moved: readonly Moved[]): void }

/** What the product does on this node, and what follows a commit: it is told, fed to the search index, and looked through for keywords. */
export function createProduct({ pool, env, log, fanout, partlyRead }: Deps) {
  const cursors = createCursors(
    pool,
    (moved) => {
      fanout.moved(moved)
      partlyRead(moved)
    },
    (error) => log.warn({ error }, 'read cursors could not be written'),
  )
  const feeder = createFeeder({ pool, onFailed: (error) => log.warn({ error }, 'the search index could not be fed; it will be') })
  const announce: Fanout['announce'] = (frame) => {
    fanout.announce(frame)
    feeder.poke(frame.roomId)
    keywordFeed.saw(frame)
    tellFeed.saw(frame)
  }
  const messages = createMessages({
    pool,
    announce,
    onSent: cursors.sent,
    onWords(roomId, id, body) {
      if (env.LINK_PREVIEWS !== 'on') return
      wantPreview(pool, roomId, id, body).catch((error) => log.warn({ error }, 'a link will not be previewed'))
    },
    onFilesGone: () => void wantSweep(queryOn(pool)).catch((error) => log.warn({ error }, 'files will go with the next sweep')),
  })
  const later = createLater(pool, messages)
  const keywordFeed = createWrittenFeed(later.keywords, (error) =>
    log.warn({ error }, 'rooms wait to be looked through for keywords'),
  )
  const telling = createTelling(pool, later.keywords.look)
  const tellFeed = createWrittenFeed(telling, (error) => log.warn({ error }, 'notifications wait'))
  const push = createPush(pool, env)

  /** Resolves when everything asked so far is committed or refused. */
  async function idle() {
    await messages.idle()
    await cursors.flush()
  }

  return {
    messages,
    announce,
    cursors,
    later,
    push,
    telling,
    people: createPeople(queryOn(pool)),
    profiles: createProfiles(pool),
    marks: createMarks(pool),
    statuses: createStatuses(pool),
    rooms: createRooms(pool),
    confirmations: createConfirmations(pool, announce),
    notices: createNotices(pool),
    cases: createCaseActs(pool),
    appeals: createAppeals(pool),
    community: createCommunity(pool, env),
    groups: createGroups(pool),
    emoji: createCustomEmoji(pool, env.EMOJI_ADDED_BY),
    webhooks: createWebhooks(pool),
    invites: createInvites(pool, env.INVITES_MADE_BY),
    start() {
      void feeder.start()
      keywordFeed.start()
      tellFeed.start()
    },
    idle,
    async close() {
      keywordFeed.close()
      tellFeed.close()
      await idle()
      await feeder.close()
    },
  }
}
