import { expectAccessible } from '../fixtures/axe.ts'
import { act, composer, messages, openRoom, roomLink, row, sidebar, write } from '../fixtures/screen.ts'
import { seedMessages } from '../fixtures/seed.ts'
import { expect, test } from '../fixtures/test.ts'

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
  await expectAccessible(ada.page, 'the threads of a room')
  await pane.getByRole('button', { name: '3 replies' }).click()
  await expect(row(ada.page.getByRole('complementary', { name: 'Thread', exact: true }), 'nobody follows')).toBeVisible()
})

test('a thread of 10,000 replies opens at the reply a link names, with its message above', async ({
  installation,
  someone,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const { pool } = installation.database
  await openRoom(ada, room)
  await write(ada.page, 'The long one')
  await act(row(messages(ada.page), 'The long one'), 'Reply in thread')
  await write(ada.page, 'Reply 1.', 'thread')
  await expect(row(messages(ada.page, 'thread'), 'Reply 1.')).toBeVisible()
  const { rows } = await pool.query<{ id: string; parent_message_id: string }>(
    'SELECT id, parent_message_id FROM room WHERE parent_room_id = $1',
    [room.id],
  )
  const [thread] = rows
  await seedMessages(
    pool,
    thread!.id,
    ada,
    Array.from({ length: 9_999 }, (_, i) => `Reply ${i + 2}.`),
  )

  await ada.page.goto(`${ada.origin}/r/${room.id}?t=${thread!.parent_message_id}&r=5000`)
  const pane = messages(ada.page, 'thread')
  await expect(row(pane, 'Reply 5000.')).toBeInViewport()
  await expect(row(pane, 'Reply 5000.')).toHaveClass(/bg-tint/)
  await pane.press('Control+Home')
  await ada.page.goto(`${ada.origin}/r/${thread!.id}?m=3`)
  await expect(ada.page, 'a thread stands beside its room, however one came to it').toHaveURL(
    new RegExp(`/r/${room.id}\\?t=.*&r=3$`),
  )
  await expect(row(messages(ada.page, 'thread'), 'Reply 3.')).toBeInViewport()
  await expect(row(messages(ada.page, 'thread'), 'The long one')).toBeVisible()
  await expect(composer(ada.page, 'thread')).toBeVisible()
})
