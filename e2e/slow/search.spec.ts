import { expectAccessible } from '../fixtures/axe.ts'
import { expectNothingWider, PHONE } from '../fixtures/phone.ts'
import { act, composer, dialog, messages, openRoom, row, sidebar, write } from '../fixtures/screen.ts'
import { field, hits } from '../fixtures/search.ts'
import { seedMessages } from '../fixtures/seed.ts'
import { expect, test } from '../fixtures/test.ts'

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
  await page.goBack()
  await expect(field(page), 'what was typed a moment before one went on is still looked for').toHaveValue('sandstone')
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
