import { act, messages, openRoom, roomLink, row, sidebar, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test.use({ hosts: 2 })

test('a thread is called by what it is about, has its own unread and mentions, and is listed in its room [U5, U6]', async ({
  adaAndBen,
  roomOf,
}) => {
  const { ada, ben, room } = await adaAndBen({ ada: { host: 0 }, ben: { host: 1 } })
  const other = await roomOf(ada)
  await write(ada.page, 'Where shall we eat?')
  await openRoom(ada, other)

  await act(row(messages(ben.page), 'Where shall we eat?'), 'Reply in thread')
  await write(ben.page, `@${ada.username} at the harbour`, 'thread')
  await write(ben.page, 'or at home', 'thread')
  const link = roomLink(ada.page, 'Where shall we eat?')
  await expect(link).toContainText('1 mention')
  await expect(roomLink(ada.page, room.name).getByText('unread'), 'the room itself has nothing new').toHaveCount(0)

  await link.click()
  const thread = ada.page.getByRole('complementary', { name: 'Thread' })
  await expect(row(thread, 'or at home')).toBeVisible()
  await expect(row(thread, 'Where shall we eat?')).toBeVisible()
  await expect(link, 'read in the thread is read').toHaveCount(0)

  await thread.getByRole('button', { name: 'Following' }).click()
  await expect(thread.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
  await thread.getByRole('button', { name: 'Close thread' }).click()
  await openRoom(ada, other)
  await write(ben.page, 'nobody follows', 'thread')
  await openRoom(ada, room)
  await expect(row(messages(ada.page), 'Where shall we eat?').getByRole('button', { name: /3 replies/ })).toBeVisible()
  await expect(sidebar(ada.page).getByRole('navigation', { name: 'Threads' })).toHaveCount(0)

  await ada.page.getByRole('button', { name: 'Show threads' }).click()
  const pane = ada.page.getByRole('complementary', { name: 'Threads' })
  await expect(pane.getByText('Where shall we eat?')).toBeVisible()
  await pane.getByRole('button', { name: '3 replies' }).click()
  await expect(row(ada.page.getByRole('complementary', { name: 'Thread', exact: true }), 'nobody follows')).toBeVisible()
})
