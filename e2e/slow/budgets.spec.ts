import { BUDGETS, p95, SHARED_MACHINE } from '#bench/web/budgets.ts'
import { makeRooms } from '#bench/web/community.ts'
import { firstPaint } from '#bench/web/first-load.ts'
import { heapBytes, switchRooms } from '#bench/web/switching.ts'
import { typeKeys } from '#bench/web/typing.ts'
import { composer, messages } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('a room of 10,000 messages is drawn soon and stays still, keys and changes of room are quick, and memory is given back', async ({
  installation,
  someone,
}) => {
  test.setTimeout(300_000)
  const ada = await someone('Ada')
  const rooms = await makeRooms(installation, ada)
  const url = `${ada.origin}/r/${rooms[0]!.id}`
  const { lcpMs, cls } = await firstPaint(ada.context, url, (page) =>
    messages(page).getByRole('article').first().waitFor({ state: 'visible' }),
  )
  expect.soft(cls, 'layout shift').toBeLessThanOrEqual(BUDGETS.cls)
  expect.soft(lcpMs, 'ms until the largest part was drawn').toBeLessThanOrEqual(BUDGETS.lcpMs * SHARED_MACHINE)

  await ada.page.goto(url)
  await expect(composer(ada.page)).toBeVisible()
  await switchRooms(ada.page, rooms, rooms.length * 2)
  const before = await heapBytes(ada.page)
  const took = await switchRooms(ada.page, rooms, 200)
  await switchRooms(ada.page, rooms, 1)
  const after = await heapBytes(ada.page)
  expect.soft(p95(took), 'ms, 95 of 100 changes of room').toBeLessThanOrEqual(BUDGETS.switchMs * SHARED_MACHINE)
  expect.soft(Math.abs(after / before - 1), 'share by which the heap changed').toBeLessThanOrEqual(BUDGETS.heapShare)

  const keys = await typeKeys(composer(ada.page), 'the quick brown fox jumps over the lazy dog '.repeat(2))
  expect.soft(keys.length).toBeGreaterThan(80)
  expect.soft(p95(keys), 'ms, 95 of 100 keys').toBeLessThanOrEqual(BUDGETS.keyMs * SHARED_MACHINE)
})
