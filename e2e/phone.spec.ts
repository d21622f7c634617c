import { expectNothingWider, PHONE } from './fixtures/phone.ts'
import { composer, messages, openRoom, roomLink, row, sidebar, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('on a phone there is one pane at a time, with a way back', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { browser: PHONE }), await someone('Ben')]
  const room = await roomOf(ben, ada)
  await openRoom(ben, room)
  await write(ben.page, 'Are you on your way?')
  const { page } = ada

  await page.goto(`${ada.origin}/rooms`)
  await expect(roomLink(page, room.name)).toBeVisible()
  await expect(messages(page)).toHaveCount(0)
  await roomLink(page, room.name).tap()
  await expect(row(messages(page), 'Are you on your way?')).toBeVisible()
  await expect(sidebar(page)).toHaveCount(0)

  await composer(page).fill('Ten minutes')
  await page.getByRole('button', { name: 'Send', exact: true }).tap()
  await expect(row(messages(ben.page), 'Ten minutes')).toBeVisible()

  await page.getByRole('button', { name: 'Show details' }).tap()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByText('Ben', { exact: true })).toBeVisible()
  expect((await details.boundingBox())?.width).toBe(390)
  await details.getByRole('button', { name: 'Close details' }).tap()

  await page.getByRole('button', { name: 'All rooms' }).tap()
  await expect(roomLink(page, room.name)).toBeVisible()
  await expect(messages(page)).toHaveCount(0)
  await page.goBack()
  await expect(row(messages(page), 'Ten minutes')).toBeVisible()
  await expectNothingWider(page)
})
