import { inbox, inboxLink, item, tab } from '../fixtures/inbox.ts'
import { expectNothingWider, PHONE } from '../fixtures/phone.ts'
import { openRoom, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('on a phone the inbox fits, has a way back, and works by touch', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { browser: PHONE }), await someone('Ben')]
  const room = await roomOf(ben, ada)
  await openRoom(ben, room)
  await write(ben.page, `A word for @${ada.username}, and a line that is long enough to be wrapped on a narrow screen`)
  const { page } = ada
  await page.goto(`${ada.origin}/rooms`)
  await inboxLink(page).tap()
  await expect(item(page, 'A word for')).toBeVisible()
  await expectNothingWider(page)
  await item(page, 'A word for').getByRole('button', { name: 'Mark as read up to here' }).tap()
  await expect(item(page, 'A word for').getByRole('button', { name: 'Mark as read up to here' })).toHaveCount(0)
  await tab(page, 'Scheduled').tap()
  await expect(inbox(page)).toContainText('Messages you schedule wait here')
  await page.getByRole('button', { name: 'All rooms' }).tap()
  await expect(inboxLink(page)).not.toContainText(/\d/)
})
