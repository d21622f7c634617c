import { openRoom } from './fixtures/screen.ts'
import { field, hits } from './fixtures/search.ts'
import { seedMessages } from './fixtures/seed.ts'
import { expect, test } from './fixtures/test.ts'

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
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('from:')

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
