import type { Locator } from '@playwright/test'
import { connectRaw } from '#server/testing/raw-client.ts'
import { composer, messages, openRoom, row } from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
import { expect, test } from './fixtures/test.ts'

/** Texts of several heights, so that a guessed height is a wrong one. */
const texts = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `Message ${from + i}. ${'This one is longer. '.repeat(((from + i) * 7) % 23)}`)
const numbered = (within: Locator, number: number) => row(within, `Message ${number}. `)

test('a room opens at the first unread message, below a line "New" [M5]', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ben, texts(1, 300))
  const hand = await connectRaw(installation.url(), ada)
  await hand.get('room:read', { roomId: room.id, seq: 180 })
  hand.close()

  await openRoom(ada, room)
  const timeline = messages(ada.page)
  await expect(numbered(timeline, 181)).toBeInViewport()
  await expect(timeline.getByRole('separator', { name: 'New messages' })).toBeInViewport()
  await expect(numbered(timeline, 300)).toHaveCount(0)
  const placed = await topOf(numbered(timeline, 181))
  expect(placed, 'the first unread message stands in the upper half').toBeLessThan(0.5)

  const jump = ada.page.getByRole('button', { name: /Jump to present/ })
  await expect(jump).toContainText('new')
  await jump.click()
  await expect(numbered(timeline, 300)).toBeInViewport()
  await expect(jump).toBeHidden()
})

test('older messages are loaded without a jump', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ada, texts(1, 260))
  const hand = await connectRaw(installation.url(), ada)
  await hand.get('room:read', { roomId: room.id, seq: 260 })
  hand.close()
  await openRoom(ada, room)
  const timeline = messages(ada.page)
  await expect(numbered(timeline, 260)).toBeInViewport()

  const worst: number[] = []
  for (let step = 0; step < 60 && (await numbered(timeline, 1).count()) === 0; step++) worst.push(await scrollUp(timeline, 400))
  await expect(numbered(timeline, 1)).toHaveCount(1)
  expect(Math.max(...worst), 'px that a row stood away from where scrolling alone puts it').toBeLessThanOrEqual(2)
})

test('the place is kept when the window changes its size', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ada, texts(1, 120))
  const hand = await connectRaw(installation.url(), ada)
  await hand.get('room:read', { roomId: room.id, seq: 120 })
  hand.close()
  await openRoom(ada, room)
  const timeline = messages(ada.page)
  await expect(numbered(timeline, 120)).toBeInViewport()

  await ada.page.setViewportSize({ width: 1000, height: 600 })
  await expect(numbered(timeline, 120), 'the end stays the end').toBeInViewport()

  for (let step = 0; step < 4; step++) await scrollUp(timeline, 400)
  const reading = await firstInSight(timeline)
  await ada.page.setViewportSize({ width: 760, height: 800 })
  await expect(timeline.getByRole('article', { name: reading }), 'what was read stays in sight').toBeInViewport()
  await ada.page.setViewportSize({ width: 1440, height: 700 })
  await expect(timeline.getByRole('article', { name: reading })).toBeInViewport()
})

test('while one reads further up, new messages do not move the page and are counted', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(installation.database.pool, room.id, ada, texts(1, 80))
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await messages(ada.page).press('Control+End')
  await expect(numbered(messages(ada.page), 80)).toBeInViewport()
  for (let step = 0; step < 3; step++) await scrollUp(messages(ada.page), 500)

  const reading = messages(ada.page).getByRole('article', { name: await firstInSight(messages(ada.page)) })
  const before = await topOf(reading)
  await composer(ben.page).fill('Something new at the end')
  await composer(ben.page).press('Enter')
  await expect(ada.page.getByRole('button', { name: /Jump to present.*1 new/ })).toBeVisible()
  expect(Math.abs((await topOf(reading)) - before)).toBeLessThan(0.005)
})

/** Where a row's top stands in its timeline: 0 is the upper edge, 1 the lower one. */
async function topOf(article: Locator): Promise<number> {
  return article.evaluate((element) => {
    const scroller = element.closest('section')?.getBoundingClientRect()
    return scroller ? (element.getBoundingClientRect().top - scroller.top) / scroller.height : Number.NaN
  })
}

/** The accessible name of the first row that is wholly in sight. */
async function firstInSight(timeline: Locator): Promise<string> {
  return timeline.evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top
    const articles = [...scroller.querySelectorAll('article')]
    return articles.find((one) => one.getBoundingClientRect().top >= edge)?.getAttribute('aria-label') ?? ''
  })
}

/**
 * Scrolls up and watches a row frame by frame until nothing moves and nothing is loaded any more. Answers by how many px
 * the row ever stood where scrolling alone does not put it.
 */
async function scrollUp(timeline: Locator, by: number): Promise<number> {
  return timeline.evaluate(async (scroller, by) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const edge = scroller.getBoundingClientRect().top
    const anchor = [...scroller.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top >= edge)
    if (!anchor) throw new Error('there is no row in sight')
    const name = anchor.getAttribute('aria-label')
    const top = () =>
      [...scroller.querySelectorAll('article')].find((one) => one.getAttribute('aria-label') === name)?.getBoundingClientRect()
        .top
    const from = anchor.getBoundingClientRect().top
    const moved = Math.min(by, scroller.scrollTop)
    scroller.scrollBy(0, -by)
    let worst = 0
    for (let still = 0, height = 0; still < 12; ) {
      await frame()
      const now = top()
      if (now !== undefined) worst = Math.max(worst, Math.abs(now - from - moved))
      still = scroller.scrollHeight === height ? still + 1 : 0
      height = scroller.scrollHeight
    }
    return worst
  }, by)
}
