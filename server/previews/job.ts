import type pg from 'pg'
import { z } from 'zod'
import { id, messageId } from '#protocol/scalars.ts'
import { findPreviewable, storePreview } from '#server/core/messages/previews.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob } from '#server/jobs/job.ts'
import { fetchPage } from './fetch-page.ts'
import { firstLink } from './links.ts'
import { readPage } from './read-page.ts'
import { NoPreview } from './refused.ts'
import { type Guard, systemLookup } from './target.ts'

const KIND = 'preview'

/** Pages that one node reads at once. */
const AT_ONCE = 2
/** A page that was not there is tried once more, a little later. */
const TRIES = 2

/** What may be fetched for an installation with these settings. */
export function guardOf(env: Env): Guard {
  const origins = [env.NEXTAUTH_URL, env.SOCKET_URL, ...env.ALLOWED_ORIGINS].filter((origin) => origin !== undefined)
  return {
    lookup: systemLookup,
    ownHosts: new Set(origins.map((origin) => new URL(origin).hostname)),
    allowed: new Set(env.LINK_PREVIEWS_TEST_ALLOW),
  }
}

/** Fetches the page a message links to and puts what it says of itself on the message. What shows nothing is left as it is. */
export const previewJob = (pool: pg.Pool, guard: Guard) =>
  defineJob({
    kind: KIND,
    payload: z.object({ roomId: id, id: messageId }),
    concurrency: AT_ONCE,
    attempts: TRIES,
    timeoutMs: 10_000,
    async handle({ roomId, id }, { signal }) {
      const body = await findPreviewable(queryOn(pool), roomId, id)
      const link = body === null ? null : firstLink(body)
      if (body === null || link === null) return
      try {
        await storePreview(pool, roomId, id, body, readPage(await fetchPage(link, guard, signal)))
      } catch (error) {
        if (!(error instanceof NoPreview)) throw error
      }
    },
  })

/** Has the link of a message previewed, when it has one. One job a message: words that changed meanwhile are read again. */
export async function wantPreview(pool: pg.Pool, roomId: string, messageId: string, body: string): Promise<void> {
  if (firstLink(body) === null) return
  await addJob(queryOn(pool), { kind: KIND, key: `${roomId} ${messageId}`, payload: { roomId, id: messageId } })
}
