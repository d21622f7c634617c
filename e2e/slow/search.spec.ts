import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { expectNothingWider, PHONE } from '../fixtures/phone.ts'
import { act, composer, dialog, messages, openRoom, row, sidebar, write } from '../fixtures/screen.ts'
import { seedMessages } from '../fixtures/seed.ts'
import { expect, test } from '../fixtures/test.ts'

const field = (page: Page) => page.getByRole('combobox', { name: 'Search messages' })
const hits = (page: Page) => page.getByRole('list', { name: 'Messages that were found' }).getByRole('listitem')

test('what somebody just wrote is found by the other, and shown in its room with what is around it', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ben, [
    ...Array.from({ length: 30 }, (_, i) => `before number ${i}`),
    'The kubernetes deployment failed at https://ci.example.org/run/8812',
    ...Array.from({ length: 120 }, (_, i) => `afterwards number ${i}`),
  ])
  await openRoom(ben, room)
  await openRoom(ada, room)
  const { page } = ada

  await test.step('Ctrl+Shift+F, a part of a word, and the hit says why it is there', async () => {
    await composer(page).focus()
    await page.keyboard.press('Control+Shift+F')
    await expect(field(page)).toBeFocused()
    await page.keyboard.type('ubernet')
    await expect(hits(page)).toHaveCount(1)
    await expect(hits(page).locator('mark')).toHaveText('ubernet')
    await expect(hits(page)).toContainText('“ubernet” is part of a word')
    await expect(hits(page)).toContainText(`#${room.name}`)
    await expect(page).toHaveURL(/\/search\?q=ubernet$/)
    await expectAccessible(page, 'what was found')
  })

  await test.step('Enter on it shows the message in its room, lit, with what is around it', async () => {
    await field(page).press('Escape')
    await page.keyboard.press('ArrowDown')
    await expect(hits(page).getByRole('link')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(row(messages(page), 'The kubernetes deployment failed')).toBeInViewport()
    await expect(row(messages(page), 'before number 29')).toBeInViewport()
    await expect(row(messages(page), 'afterwards number 0')).toBeInViewport()
  })

  await test.step('going back shows what was found as it was', async () => {
    await page.goBack()
    await expect(hits(page)).toHaveCount(1)
    await expect(field(page)).toHaveValue('ubernet')
  })

  await test.step('what the other writes now is found within 2 s; what is deleted is not found any more', async () => {
    await write(ben.page, 'fresh as a daisyfield')
    await field(page).fill('daisyfield')
    await expect(async () => {
      await field(page).press('Enter')
      await expect(hits(page)).toHaveCount(1, { timeout: 400 })
    }).toPass({ timeout: 3_000 })
    await act(row(messages(ben.page), 'fresh as a daisyfield'), 'Delete')
    await dialog(ben.page).getByRole('button', { name: 'Delete' }).click()
    await expect(row(messages(ben.page), 'fresh as a daisyfield')).toHaveCount(0)
    await field(page).press('Enter')
    await expect(page.getByText('Nothing was found.')).toBeVisible()
  })
})

test('operators are chips, by keyboard alone', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  const { pool } = installation.database
  await seedMessages(pool, room.id, ben, ['marble by ben https://example.org', 'marble by ben'])
  await seedMessages(pool, room.id, ada, ['marble by ada'])
  await openRoom(ada, room)
  const { page } = ada

  await page
    .getByRole('region', { name: /^Messages in / })
    .first()
    .focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('from:')
  await expectAccessible(page, 'the search')

  await page.keyboard.type('marble fr')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type(ben.username)
  await expect(page.getByRole('option').first()).toContainText(`@${ben.username}`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: `Remove from:@${ben.username}` })).toBeVisible()
  await expect(hits(page)).toHaveCount(2)

  await page.keyboard.type('has:link ')
  await expect(page.getByRole('button', { name: 'Remove has:link' })).toBeVisible()
  await expect(hits(page)).toHaveCount(1)
  await page.keyboard.press('Home')
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('button', { name: 'Remove has:link' })).toHaveCount(0)
  await expect(hits(page)).toHaveCount(2)

  await test.step('what can’t be searched for is said', async () => {
    await page.keyboard.press('End')
    await page.keyboard.type(' colour:red')
    await expect(page.getByText('There is no “colour:”. To search for it as text, put it in quotes.')).toBeVisible()
  })

  await test.step('in a room: the field begins with it, and another room’s messages are not found', async () => {
    const other = await roomOf(ada)
    await seedMessages(pool, other.id, ada, ['marble elsewhere'])
    await openRoom(ada, room)
    await page.getByRole('button', { name: 'Search in this room' }).click()
    await expect(page.getByRole('button', { name: `Remove in:#${room.name}` })).toBeVisible()
    await page.keyboard.type('marble')
    await expect(hits(page)).toHaveCount(3)
    await page.keyboard.press('Home')
    await page.keyboard.press('Backspace')
    await expect(hits(page)).toHaveCount(4)
  })

  await test.step('what was looked for is offered again, until it is cleared', async () => {
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Clear', exact: true }).first().click()
    await page.getByRole('button', { name: 'marble', exact: true }).click()
    await expect(hits(page)).toHaveCount(4)
  })

  await test.step('without a connection it says so, and goes on when there is one', async () => {
    ada.trouble.expect(/ERR_INTERNET_DISCONNECTED|WebSocket|net::/)
    await page.context().setOffline(true)
    await field(page).fill('marble by ada')
    await expect(page.getByText('You are not connected. The search goes on as soon as you are.')).toBeVisible({ timeout: 40_000 })
    await page.context().setOffline(false)
    await expect(hits(page)).toHaveCount(1, { timeout: 40_000 })
  })
})

test('a reply in a thread is shown in its thread; more pages come on demand', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(
    installation.database.pool,
    room.id,
    ben,
    Array.from({ length: 45 }, (_, i) => `granite number ${i}`),
  )
  await openRoom(ben, room)
  await act(row(messages(ben.page), 'granite number 44'), 'Reply in thread')
  await write(ben.page, 'a sandstone reply', 'thread')
  const { page } = ada
  await page.goto(`${ada.origin}/search?q=granite`)
  await expect(hits(page)).toHaveCount(20)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(hits(page)).toHaveCount(40)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(hits(page)).toHaveCount(45)
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
  await field(page).fill('sandstone')
  await expect(hits(page)).toHaveCount(1)
  await expect(hits(page)).toContainText('in a thread')
  await hits(page).getByRole('link').click()
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await expect(thread.getByRole('article').filter({ hasText: 'a sandstone reply' })).toBeInViewport()
  await expect(row(messages(page), 'granite number 44')).toBeInViewport()
})

test('Ctrl K goes anywhere: to a room, a message, and it does things', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const [room, other] = [await roomOf(ada, ben), await roomOf(ben)]
  await seedMessages(installation.database.pool, room.id, ben, [
    'a basalt column',
    ...Array.from({ length: 60 }, (_, i) => `more ${i}`),
  ])
  await openRoom(ada, room)
  const { page } = ada
  const palette = dialog(page, 'Jump to')

  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('basalt')
  await expect(palette.getByRole('option').filter({ hasText: 'a basalt column' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(row(messages(page), 'a basalt column')).toBeInViewport()

  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('create')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Create a room')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('nothing like this')
  await expect(palette.getByRole('option').last()).toContainText('Search messages for “nothing like this”')
  await page.keyboard.press('Enter')
  await expect(field(page)).toHaveValue('nothing like this')
  expect(other.id).not.toBe(room.id)
})

test('on a phone the search has the whole screen, and nothing is wider than it', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { browser: PHONE }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ben, [`slate https://example.org/${'long/'.repeat(40)}`, 'slate two'])
  const { page } = ada
  await page.goto(`${ada.origin}/rooms`)
  await sidebar(page).getByRole('button', { name: 'Search messages' }).tap()
  await field(page).fill('slate')
  await expect(hits(page)).toHaveCount(2)
  await expectNothingWider(page)
  await expectAccessible(page, 'the search on a phone')
  await hits(page).filter({ hasText: 'slate two' }).getByRole('link').tap()
  await expect(row(messages(page), 'slate two')).toBeInViewport()
  await page.goBack()
  await expect(hits(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'All rooms' }).tap()
  await expect(sidebar(page)).toBeVisible()
})
