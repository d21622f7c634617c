import { PHONE } from '../fixtures/phone.ts'
import { act, messages, openRoom, row } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('on a phone pins and threads are behind the details, and a pin leads back to the room', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { browser: PHONE }), await someone('Ben')]
  const room = await roomOf(ben, ada)
  await openRoom(ben, room)
  await ben.page.getByRole('textbox', { name: /^Message / }).fill('Bring the key')
  await ben.page.keyboard.press('Enter')
  await act(row(messages(ben.page), 'Bring the key'), 'Pin')

  await openRoom(ada, room)
  await expect(ada.page.getByRole('button', { name: '1 pinned message' }), 'the name needs the place').toBeHidden()
  await ada.page.getByRole('button', { name: 'Show details' }).tap()
  await ada.page.getByRole('button', { name: 'Threads' }).tap()
  await expect(ada.page.getByText('No threads yet.')).toBeVisible()
  await ada.page.getByRole('button', { name: 'Close threads' }).tap()
  await ada.page.getByRole('button', { name: 'Show details' }).tap()
  await ada.page.getByRole('button', { name: 'Pinned messages' }).tap()
  const pane = ada.page.getByRole('complementary', { name: 'Pinned messages' })
  await pane.getByRole('button', { name: 'Show in room' }).tap()
  await expect(pane).toHaveCount(0)
  await expect(row(messages(ada.page), 'Bring the key')).toBeInViewport()
})
