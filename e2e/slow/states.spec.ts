import { storePreview } from '#server/core/messages/previews.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { act, dialog, messages, openRoom, row, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('what changes under one’s hands is drawn: a message that is deleted while it is edited, a quoted one, a room one is removed from', async ({
  installation,
  adaAndBen,
}) => {
  const { ada, ben, room } = await adaAndBen()
  await write(ben.page, 'Words of Ben')
  await act(row(messages(ada.page), 'Words of Ben'), 'Reply with a quote')
  await write(ada.page, 'An answer')
  await act(row(messages(ben.page), 'Words of Ben').first(), 'Edit')
  await ben.page.getByRole('textbox', { name: 'Edit message' }).fill('Better words')
  await act(row(messages(ada.page), 'Words of Ben').first(), 'Delete')
  await dialog(ada.page).getByRole('button', { name: 'Delete' }).click()
  await expect(ben.page.getByText('This message was deleted while you were editing it.')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(row(messages(ada.page), 'An answer').getByRole('button', { name: /Ben\s*Message deleted/ })).toBeVisible()

  const hand = await connectRaw(installation.url(), ada)
  await hand.get('room:kick', { roomId: room.id, userId: ben.id })
  hand.close()
  await expect(ben.page.getByText(`You are no longer in #${room.name}.`).or(ben.page.getByText('Join'))).toBeVisible()
})

test('who reacted is listed a page at a time, and a name from right to left turns nothing around it', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await write(ada.page, 'Everybody likes this')
  const { pool } = installation.database
  await pool.query(
    `WITH made AS (
       INSERT INTO users (id, username, skeleton, display_name)
       SELECT gen_random_uuid(), 'likes' || i || $2, 'likes' || i || $2, CASE WHEN i = 1 THEN 'شهرزاد' ELSE 'Person ' || i END
       FROM generate_series(1, 250) i RETURNING id)
     INSERT INTO reaction (room_id, message_id, emoji, user_id)
     SELECT m.room_id, m.id, '👍', made.id FROM message m, made WHERE m.room_id = $1`,
    [room.id, crypto.randomUUID().slice(0, 6)],
  )
  await pool.query(
    `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
     UPDATE message m SET rev = h.rev FROM h WHERE m.room_id = $1`,
    [room.id],
  )
  await ada.page.reload()
  await expect(row(messages(ada.page), 'Everybody likes this').getByRole('button', { name: /^👍 250/ })).toBeVisible()
  await act(row(messages(ada.page), 'Everybody likes this'), 'React with 👍')
  const reaction = row(messages(ada.page), 'Everybody likes this').getByRole('button', { name: /^👍 251/ })
  await expect(reaction).toBeVisible()
  await act(row(messages(ada.page), 'Everybody likes this'), 'Reactions…')
  const list = dialog(ada.page, 'Reactions').getByRole('listitem')
  await expect(list).toHaveCount(100)
  await dialog(ada.page).getByRole('button', { name: 'Show more' }).click()
  await expect(list).toHaveCount(200)
  await dialog(ada.page).getByRole('button', { name: 'Show more' }).click()
  await expect(list).toHaveCount(251)
  await expect(dialog(ada.page).getByText('شهرزاد')).toBeVisible()
})

test('a linked page is shown under its message, nothing is loaded from there, and its author takes it away for everybody [P5, P7]', async ({
  installation,
  adaAndBen,
}) => {
  const { ada, ben, room } = await adaAndBen()
  await write(ada.page, 'See https://example.org/page')
  await expect(row(messages(ben.page), 'See https')).toBeVisible()
  const [sent] = (await installation.database.pool.query('SELECT id, body FROM message WHERE room_id = $1', [room.id])).rows
  const asked: string[] = []
  ben.page.on('request', (request) => asked.push(new URL(request.url()).host))
  const preview = { url: 'https://example.org/page', title: 'A page', description: 'About it' }
  expect(await storePreview(installation.database.pool, room.id, sent.id, sent.body, preview)).toBe(true)
  const card = messages(ben.page).getByRole('complementary', { name: 'Link preview' })
  await expect(card.getByRole('link', { name: 'A page' })).toHaveAttribute('rel', /noreferrer/)
  await expect(card).toContainText('example.org')
  expect(asked.filter((host) => host.includes('example.org'))).toEqual([])
  await act(row(messages(ada.page), 'See https'), 'Remove preview')
  await expect(card).toHaveCount(0)
})
