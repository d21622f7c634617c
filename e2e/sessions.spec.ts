import type { Page } from '@playwright/test'
import type { Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Installation, startInstallation } from './fixtures/installation.ts'
import { makeAccount, type Someone, signIn } from './fixtures/people.ts'
import { banner, dialog, fromMyMenu, messages, openRoom, openSettings, row, tabTo, write } from './fixtures/screen.ts'
import { test as base, expect } from './fixtures/test.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

const test = base.extend<{ ofTwo: Installation; elsewhere: (who: Someone, userAgent?: string) => Promise<Page> }>({
  /** One where a person has two connections. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  ofTwo: async ({}, use) => {
    const own = await startInstallation({ overrides: { LIMIT_CONNECTIONS_PER_USER: '2' } })
    await use(own)
    await own.close()
  },
  /** The same person in another browser. */
  elsewhere: async ({ openBrowser }, use) => {
    await use(async ({ displayName, username, origin }, userAgent = PHONE) => {
      const { context } = await openBrowser(`${displayName}, elsewhere`, { userAgent })
      await signIn(context, origin, username)
      return context.newPage()
    })
  },
})

const sessions = (page: Page) => page.getByRole('main').getByRole('list', { name: 'Sessions' }).getByRole('listitem')
/** Nobody can see the page any more, or somebody can again: headless pages are all in front. */
const setVisible = (page: Page, state: 'visible' | 'hidden', isTold = true) =>
  page.evaluate(
    ([to, told]) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to })
      if (told) document.dispatchEvent(new Event('visibilitychange'))
    },
    [state, isTold] as const,
  )

test('one sees where one is signed in, and ends a session that is signed out within two seconds [J5] [K5]', async ({
  someone,
  elsewhere,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const phone = await elsewhere(ada)
  await Promise.all([openRoom(ada, room), openRoom({ page: phone, origin: ada.origin }, room)])
  await openSettings(ada.page, 'Devices')
  await expect(sessions(ada.page).first()).toContainText('This one')
  const other = sessions(ada.page).filter({ hasText: 'Safari on iPhone' })
  await expect(other).toContainText('Connected now')
  await other.getByRole('button', { name: 'Sign out Safari on iPhone' }).click()
  await dialog(ada.page, 'Sign out Safari on iPhone?').getByRole('button', { name: 'Sign out' }).click()
  await expect(banner(phone)).toContainText('You are signed out.', { timeout: 2_000 })
  await expect(sessions(ada.page).filter({ hasText: 'Safari on iPhone' })).toHaveCount(0)
  await banner(phone).getByRole('link', { name: 'Sign in' }).click()
  await expect(phone.getByLabel('Username')).toBeVisible()
  await expect(banner(ada.page)).toBeEmpty()
})

test('a session that ends elsewhere leaves the list by itself, and the keyboard is enough to end all others [J5]', async ({
  someone,
  elsewhere,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const [phone, desktop] = [await elsewhere(ada), await elsewhere(ada, 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0')]
  await openRoom(ada, room)
  for (const page of [phone, desktop]) await openRoom({ page, origin: ada.origin }, room)
  const { page } = ada
  await page.getByRole('button', { name: 'You: Ada' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu', { name: 'You' })).toBeVisible()
  await page.keyboard.type('sett')
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeFocused()
  const devices = page.getByRole('link', { name: 'Devices' })
  await tabTo(page, devices)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeFocused()
  await expect(sessions(page).filter({ hasText: 'Connected now' })).toHaveCount(3)
  await desktop.context().close()
  await expect(sessions(page).filter({ hasText: 'Firefox on Windows' })).toContainText('Last active just now')

  await tabTo(page, page.getByRole('button', { name: 'Sign out everywhere else' }))
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Sign out everywhere else?')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(banner(phone)).toContainText('You are signed out.', { timeout: 2_000 })
  await expect(sessions(page)).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toBeDisabled()
})

test('a tab that made room says so, keeps what is written, and goes on where it is clicked or looked at [J3] [J4]', async ({
  ofTwo,
  openBrowser,
}) => {
  const origin = ofTwo.url()
  const [ada, ben] = [await makeAccount(ofTwo, 'Ada'), await makeAccount(ofTwo, 'Ben')] as [Person, Person]
  const room = { name: 'the hall', id: await createRoom(ofTwo, ada, { name: 'the hall', members: [ben] }) }
  const { context } = await openBrowser('Ada')
  await signIn(context, origin, ada.username)
  const tabs: Page[] = []
  const openTab = async (): Promise<Page> => {
    const page = await context.newPage()
    tabs.push(page)
    await openRoom({ page, origin }, room)
    return page
  }
  const [first, second] = [await openTab(), await openTab()]
  await write(first, 'From the first tab')
  await expect(row(messages(second), 'From the first tab')).toBeVisible()

  await setVisible(first, 'hidden')
  const third = await openTab()
  await expect(banner(first)).toContainText('This tab was paused because you are connected in many places.')
  await write(first, 'Written while paused')
  await expect(banner(first)).toContainText('1 message will be sent when you continue.')
  await expect(row(messages(third), 'Written while paused')).toHaveCount(0)

  await setVisible(second, 'hidden')
  await setVisible(first, 'visible', false)
  await banner(first).getByRole('button', { name: 'Continue here' }).click()
  await expect(banner(first)).toBeEmpty()
  await expect(row(messages(third), 'Written while paused')).toBeVisible()

  await expect(banner(second)).toContainText('This tab was paused')
  await setVisible(third, 'hidden')
  await setVisible(second, 'visible')
  await expect(banner(second)).toBeEmpty()
  await expect(row(messages(second), 'Written while paused')).toBeVisible()
  await expect(banner(third)).toContainText('This tab was paused')
})

test('an admin sees who is connected, live, and signs somebody out; a member has no such thing [J5]', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  await installation.database.pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [ada.id])
  const room = await roomOf(ada, ben)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await ben.page.getByRole('button', { name: 'You: Ben' }).click()
  await expect(ben.page.getByRole('menuitem', { name: 'Settings' })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: 'Connections' })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')

  await fromMyMenu(ada.page, 'Connections')
  const open = dialog(ada.page, 'Connections')
  const shown = open.getByRole('list', { name: 'Connections' }).getByRole('listitem')
  await expect(open.getByRole('list', { name: 'Nodes' }).getByRole('listitem')).toContainText(/\d+ connections? of \d+ p/)
  await open.getByLabel('Search people').fill(ben.username)
  await expect(shown).toHaveCount(1)
  await expect(shown).toContainText('127.0.0.1')
  const again = await ben.context.newPage()
  await openRoom({ page: again, origin: ben.origin }, room)
  await expect(shown).toHaveCount(2)
  await shown.first().getByRole('button', { name: 'Sign out Ben' }).click()
  await dialog(ada.page, 'Sign out Ben?').getByRole('button', { name: 'Sign out' }).click()
  for (const page of [ben.page, again]) await expect(banner(page)).toContainText('You are signed out.', { timeout: 2_000 })
  await expect(open).toContainText(`Nobody called “${ben.username}” is connected.`)
})
