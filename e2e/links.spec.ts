import { PASSWORD } from './fixtures/people.ts'
import { messages, row } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('a link into a room leads there after signing in, and to nowhere else [A18]', async ({
  someone,
  roomOf,
  openBrowser,
  installation,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const { context } = await openBrowser('Ada, signed out')
  const page = await context.newPage()
  await page.goto(`${installation.url()}/r/${room.id}?m=1`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('Username').fill(ada.username)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`))
  await expect(messages(page, room.name)).toBeVisible()
  await expect(row(messages(page, room.name), 'never written')).toHaveCount(0)
})
