import { composer, messages, openRoom, row } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

const COUNT = 9

test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: '1', LIMIT_MESSAGES_BURST: '3' } })

test('who writes too fast is told so, and everything goes out by itself, once and in order [S8, K2]', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  for (let i = 1; i <= COUNT; i++) {
    await composer(ada.page).fill(`Number ${i}.`)
    await composer(ada.page).press('Enter')
  }
  await expect(ada.page.getByText(/That was fast: \d+ messages? will go out in/)).toBeVisible()
  await expect(row(messages(ben.page), `Number ${COUNT}.`)).toBeVisible({ timeout: 20_000 })
  await expect(ada.page.getByText(/That was fast/)).toBeHidden()
  const told = await messages(ben.page).getByRole('article').allInnerTexts()
  const numbers = told.flatMap(
    (text) =>
      text
        .match(/Number (\d+)\./)
        ?.slice(1)
        .map(Number) ?? [],
  )
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(new Set(numbers).size).toBe(numbers.length)
})
