import { Refusal } from '#protocol/errors.ts'
import { readStanding, type Standing } from '#server/core/invites/accept.ts'
import { type Looked, requireInvite } from '#server/core/invites/taking.ts'
import { queryOn } from '#server/database/transaction.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'
import { askedForPage } from './page-failure.ts'
import { findViewer } from './viewer.ts'

/** What the page of an invite shows: to whom it is nothing any more, why. */
export type InvitePage =
  | { for: 'newcomer'; invite: Looked }
  | { for: 'viewer'; standing: Standing }
  | { for: 'nobody'; why: string }

export async function readInvitePage(token: string): Promise<InvitePage> {
  const viewer = await findViewer()
  const { pool } = pageDatabase()
  const { INVITES_MADE_BY } = pageEnv()
  try {
    return await askedForPage(async () =>
      viewer
        ? { for: 'viewer', standing: await readStanding(pool, viewer.user, token, INVITES_MADE_BY) }
        : { for: 'newcomer', invite: await requireInvite(queryOn(pool), token, INVITES_MADE_BY) },
    )
  } catch (error) {
    if (error instanceof Refusal) return { for: 'nobody', why: error.message }
    throw error
  }
}

const CALLBACK_COOKIE = 'next-auth.callback-url'

/** The invite whose page a provider's round trip leads back to, by next-auth's own cookie; null for any other page. */
export function inviteInCookies(cookies: { get(name: string): { value: string } | undefined }): string | null {
  const back = (cookies.get(`__Secure-${CALLBACK_COOKIE}`) ?? cookies.get(CALLBACK_COOKIE))?.value ?? ''
  return /^https?:\/\/[^/]+\/join\/([A-Za-z0-9_-]{43})$/.exec(back)?.[1] ?? null
}
