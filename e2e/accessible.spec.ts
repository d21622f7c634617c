import { expectAccessible } from './fixtures/axe.ts'
import { act, composer, dialog, fromMyMenu, messages, openRoom, openSettings, row, sidebar } from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
import { expect, test } from './fixtures/test.ts'

test('sign-in and sign-up are accessible', async ({ installation, openBrowser }) => {
  const { context, trouble } = await openBrowser('a stranger')
  const page = await context.newPage()
  await page.goto(`${installation.url()}/sign-in`)
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expectAccessible(page, 'sign-in')
  trouble.expect(/401/)
  await page.getByLabel('Username').fill('nobody')
  await page.getByLabel('Password').fill('no such password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible()
  await expectAccessible(page, 'sign-in, refused')
  await page.goto(`${installation.url()}/sign-up`)
  await expectAccessible(page, 'sign-up')
})

test('room, thread, details, discovery and dialogs are accessible', async ({ installation, someone, roomOf }) => {
  test.setTimeout(120_000)
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ben, [
    `A mention of @${ada.username}, **bold**, _slanted_, ~~gone~~ and \`code\`.`,
    '> quoted\n\n- one\n- two\n\n```ts\nconst answer = 42\n```\n\nSee https://example.org/page',
    '| a | b |\n| - | - |\n| 1 | 2 |',
  ])
  await seedMessages(installation.database.pool, room.id, ada, ['One of my own', '🎉'])
  const { page } = ada
  await openRoom(ada, room)
  await expect(row(messages(page), 'One of my own')).toBeVisible()
  await act(row(messages(page), 'One of my own'), 'React with 👍')
  await expect(row(messages(page), 'One of my own').getByRole('button', { name: /👍 1/ })).toBeVisible()
  await expectAccessible(page, 'a room')

  await act(row(messages(page), 'One of my own'), 'Reply in thread')
  await expect(page.getByRole('complementary', { name: 'Thread' }).getByRole('textbox')).toBeFocused()
  await expectAccessible(page, 'a thread')
  await page.getByRole('button', { name: 'Close thread' }).click()

  await page.getByRole('button', { name: 'Show details' }).click()
  await expect(page.getByRole('complementary', { name: 'Details' }).getByText('Ben', { exact: true })).toBeVisible()
  await expectAccessible(page, 'details')
  await page.getByRole('button', { name: 'Close details' }).click()

  await row(messages(page), 'One of my own').hover()
  await row(messages(page), 'One of my own').getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible(page, 'the menu of a message', '[role=menu]')
  await page.keyboard.press('Escape')

  const dialogs: [string, () => Promise<void>][] = [
    ['Jump to', () => page.keyboard.press('Control+k')],
    ['Create a room', () => sidebar(page).getByRole('button', { name: 'Create a room' }).click()],
    ['New message', () => sidebar(page).getByRole('button', { name: 'New message' }).click()],
    ['Keyboard shortcuts', () => page.keyboard.press('Control+/')],
  ]
  for (const [name, open] of dialogs) {
    await open()
    await expect(dialog(page, name)).toBeVisible()
    await expectAccessible(page, name, '[role=dialog]')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await composer(page).focus()
  }

  await sidebar(page).getByRole('link', { name: 'Browse rooms' }).click()
  await expect(page.getByText(room.name).last()).toBeVisible()
  await expectAccessible(page, 'discovery')
})

test('where one is signed in, and who is connected, are accessible', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  await installation.database.pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [ada.id])
  const room = await roomOf(ada, ben)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  const { page } = ada
  await fromMyMenu(page, 'Connections')
  await expect(dialog(page, 'Connections').getByRole('listitem').first()).toBeVisible()
  await expectAccessible(page, 'Connections', '[role=dialog]')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)

  await openSettings(page, 'Appearance')
  const parts = page.getByRole('navigation', { name: 'Parts of the settings' }).getByRole('link')
  for (const name of await parts.allTextContents()) {
    await parts.filter({ hasText: name }).click()
    await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible()
    await expectAccessible(page, name, 'main')
  }
})
