import { PASSWORD } from './fixtures/people.ts'
import { messages, openRoom, row, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('a link to a message leads there after signing in [A18]', async ({ someone, roomOf, openBrowser, installation }) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  await openRoom(ada, room)
  await write(ada.page, 'The words that were linked')
  const { context } = await openBrowser('Ada, signed out')
  const page = await context.newPage()
  await page.goto(`${installation.url()}/r/${room.id}?m=1`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('Username').fill(ada.username)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`))
  await expect(row(messages(page, `#${room.name}`), 'The words that were linked')).toBeVisible()
})
