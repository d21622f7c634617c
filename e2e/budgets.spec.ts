import { BUDGETS } from '#bench/web/budgets.ts'
import { firstLoadBytes } from '#bench/web/first-load.ts'
import { expect, test } from './fixtures/test.ts'

test('a room’s first page loads at most 240 KB of scripts and sign-in 145 KB, gzipped', async ({
  installation,
  openBrowser,
  someone,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const { context } = await openBrowser('a stranger')
  expect((await firstLoadBytes(context.request, `${installation.url()}/sign-in`)) / 1_024).toBeLessThanOrEqual(BUDGETS.signInKB)
  expect((await firstLoadBytes(ada.context.request, `${ada.origin}/r/${room.id}`)) / 1_024).toBeLessThanOrEqual(BUDGETS.chatKB)
})
