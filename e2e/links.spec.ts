import { PASSWORD } from './fixtures/people.ts'
import { act, messages, openRoom, row, write } from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
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
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/r/${room.id}`))
  await expect(row(messages(page, `#${room.name}`), 'The words that were linked')).toBeVisible()
})

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `Number ${from + i}.`)

test('a link into 10,000 messages shows its message with what stands around it, and back and forward go between places', async ({
  installation,
  someone,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  await seedMessages(installation.database.pool, room.id, ada, numbered(1, 10_000))
  const { page } = ada
  const at = (number: number) => row(messages(page), new RegExp(`Number ${number}\\.`))

  await page.goto(`${ada.origin}/r/${room.id}?m=5000`)
  await expect(at(5000)).toBeInViewport()
  await expect(at(5000)).toHaveClass(/bg-tint/)
  await expect(at(4998), 'with context above').toBeInViewport()
  await expect(at(5002), 'and below').toBeInViewport()
  await expect(page.locator('[data-sticky-day]'), 'at rest nothing covers a line').toHaveClass(/opacity-0/)

  await page.evaluate((path) => history.pushState(null, '', path), `/r/${room.id}?m=77`)
  await expect(at(77)).toBeInViewport()
  await page.goBack()
  await expect(at(5000)).toBeInViewport()
  await page.goForward()
  await expect(at(77)).toBeInViewport()
  await page.getByRole('button', { name: /Jump to present/ }).click()
  await expect(at(10_000)).toBeInViewport()
})

test('a link to what is not there says so and shows the latest; one that was deleted shows where it was', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada)
  await openRoom(ada, room)
  await write(ada.page, 'First words')
  await write(ada.page, 'Last words')
  await act(row(messages(ada.page), 'First words'), 'Delete')
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()

  await ada.page.goto(`${ada.origin}/r/${room.id}?m=1`)
  await expect(row(messages(ada.page), 'Message deleted')).toHaveClass(/bg-tint/)
  await ada.page.goto(`${ada.origin}/r/${room.id}?m=999`)
  await expect(ada.page.getByText('There is no such message in this room.')).toBeVisible()
  await expect(row(messages(ada.page), 'Last words')).toBeInViewport()

  ben.trouble.expect(/404/)
  await ben.page.goto(`${ben.origin}/r/${crypto.randomUUID()}?m=1`)
  await expect(ben.page.getByText('There is no such room, or you are not in it.')).toBeVisible()
  await ada.page.goto(`${ada.origin}/r/${room.id}?t=01900000-0000-7000-8000-000000000000`)
  await expect(ada.page.getByText('There is no such message.')).toBeVisible()
})
