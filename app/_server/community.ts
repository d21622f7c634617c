import { cache } from 'react'
import { readCommunity } from '#server/core/community/community.ts'
import { queryOn } from '#server/database/transaction.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'
import { askedForPage } from './page-failure.ts'

/** What the place is called; the product's own name until its owners named it. */
export const readCommunityName = cache(
  async (): Promise<string> =>
    (await askedForPage(() => readCommunity(queryOn(pageDatabase().pool), pageEnv()))).name ?? 'Parley',
)
