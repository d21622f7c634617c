import type { Page } from '@playwright/test'
import { kept } from '../fixtures/kept.ts'
import { startProxy } from '../fixtures/proxy.ts'
import { messages, openRoom, row, shownTexts, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { NETWORK_AWAY } from '../fixtures/trouble.ts'

test('of five tabs one is killed while it has unsent messages: another one sends them, once [C7] F42', async ({
  installation,
  someone,
  roomOf,
}) => {
  const proxy = await startProxy(installation.url())
  const [ada, ben] = [await someone('Ada', { origin: proxy.url }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ben, room)
  const tabs = [ada.page]
  while (tabs.length < 5) tabs.push(await ada.context.newPage())
  for (const page of tabs) await openRoom({ page, origin: ada.origin }, room)

  ada.trouble.expect(NETWORK_AWAY)
  proxy.cut()
  const texts = ['left behind: one', 'left behind: two', 'left behind: three']
  for (const text of texts) await write(ada.page, text)
  await expect(row(messages(ada.page), 'left behind: three')).toBeVisible()
  await expect.poll(async () => (await kept(tabs[1] ?? ada.page, ada.id, 'outbox')).length, 'messages kept on the device').toBe(3)
  // A crash says no good-bye: nothing of the page runs any more.
  await ada.page.goto('chrome://crash').catch(() => undefined)
  proxy.mend()

  await expect(row(messages(ben.page), 'left behind: three')).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => shownTexts(messages(ben.page))).toEqual(texts)
  for (const page of tabs.slice(1)) await expect.poll(() => shownTexts(messages(page)), { timeout: 60_000 }).toEqual(texts)
  await ada.context.close()
  await proxy.close()
})

test('a lost ack is no second message [K1] [M2] F44', async ({ installation, someone, roomOf }) => {
  const proxy = await startProxy(installation.url())
  const [ada, ben] = [await someone('Ada', { origin: proxy.url }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  const askedAgain = sentTimes(ada.page, 'asked twice', 2)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await write(ada.page, 'before')
  await expect(row(messages(ben.page), 'before')).toBeVisible()

  ada.trouble.expect(NETWORK_AWAY)
  proxy.swallowAnswers()
  await write(ada.page, 'asked twice')
  await expect(row(messages(ben.page), 'asked twice')).toBeVisible()
  await askedAgain
  proxy.deliver()
  await write(ada.page, 'after')
  await expect(row(messages(ben.page), 'after')).toBeVisible({ timeout: 60_000 })
  for (const { page } of [ada, ben])
    await expect.poll(() => shownTexts(messages(page)), { timeout: 60_000 }).toEqual(['before', 'asked twice', 'after'])
  await ada.context.close()
  await proxy.close()
})

/** Resolves once a message of this text went out of a page that often. */
function sentTimes(page: Page, text: string, times: number): Promise<void> {
  let sent = 0
  return new Promise((resolve) => {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes(`"body":"${text}"`) && ++sent === times) resolve()
      })
    })
  })
}
