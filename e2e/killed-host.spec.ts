import { createRoom } from '#server/testing/rooms.ts'
import { type Installation, startInstallation } from './fixtures/installation.ts'
import { makeAccount, signIn } from './fixtures/people.ts'
import { banner, messages, openRoom, row, shownTexts, write } from './fixtures/screen.ts'
import { test as base, expect } from './fixtures/test.ts'
import { NETWORK_AWAY } from './fixtures/trouble.ts'

const test = base.extend<{ own: Installation }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  own: async ({}, use) => {
    const own = await startInstallation()
    await use(own)
    await own.close()
  },
})

test('a killed socket host costs a banner and a wait, no message [K1] [K2]', async ({ own, openBrowser }) => {
  const origin = own.url()
  const people = [await makeAccount(own, 'Ada'), await makeAccount(own, 'Ben')] as const
  const name = 'the cellar'
  const room = { name, id: await createRoom(own, people[0], { name, members: [people[1]] }) }
  const [ada, ben] = await Promise.all(
    people.map(async (person) => {
      const { context, trouble } = await openBrowser(person.displayName)
      await signIn(context, origin, person.username)
      return { page: await context.newPage(), origin, trouble }
    }),
  )
  if (!ada || !ben) throw new Error('there are two')
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await write(ada.page, 'Before')
  await expect(row(messages(ben.page), 'Before')).toBeVisible()

  for (const one of [ada, ben]) one.trouble.expect(NETWORK_AWAY)
  await own.kill(0)
  for (const text of ['While it was dead: one', 'While it was dead: two']) await write(ada.page, text)
  await write(ben.page, 'From the other side')
  await expect(banner(ada.page)).toContainText('Reconnecting…')
  await expect(banner(ada.page)).toContainText('2 messages will be sent')
  await expect(row(messages(ben.page), 'While it was dead')).toHaveCount(0)

  await own.restart(0)
  await ada.page
    .getByRole('button', { name: 'Retry now' })
    .click({ timeout: 2_000 })
    .catch(() => undefined)
  for (const { page } of [ada, ben]) {
    await expect(banner(page)).toBeEmpty({ timeout: 40_000 })
    await expect(row(messages(page), 'While it was dead: two')).toBeVisible()
    await expect(row(messages(page), 'From the other side')).toBeVisible()
  }
  await write(ben.page, 'After')
  await expect(row(messages(ada.page), 'After')).toBeVisible()
  const shown = await shownTexts(messages(ada.page))
  expect(shown).toEqual(await shownTexts(messages(ben.page)))
  expect(shown.filter((text) => !text.startsWith('From'))).toEqual([
    'Before',
    'While it was dead: one',
    'While it was dead: two',
    'After',
  ])
  expect(shown).toHaveLength(5)
})
