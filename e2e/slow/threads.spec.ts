import { act, composer, messages, openRoom, row, write } from '../fixtures/screen.ts'
import { seedMessages } from '../fixtures/seed.ts'
import { expect, test } from '../fixtures/test.ts'

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
