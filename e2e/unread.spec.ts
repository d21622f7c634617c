import { act, composer, dialog, messages, openRoom, roomLink, row, write } from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
import { expect, test } from './fixtures/test.ts'

test.use({ hosts: 2 })

test('a message is marked unread by key, by hand and from its menu; Esc reads the room and Shift+Esc all [M5]', async ({
  adaAndBen,
  roomOf,
}) => {
  const { ada, ben, room } = await adaAndBen({ ada: { host: 0 }, ben: { host: 1 } })
  const other = await roomOf(ada, ben)
  for (const text of ['One', 'Two', 'Three']) await write(ben.page, text)
  const timeline = messages(ada.page)
  await expect(row(timeline, 'Three')).toBeVisible()
  const divider = timeline.getByRole('separator', { name: 'New messages' })
  const unread = roomLink(ada.page, room.name).getByText('unread')
  await expect(unread).toHaveCount(0)

  await ada.page.keyboard.press('Shift+F6')
  await ada.page.keyboard.press('ArrowUp')
  await expect(row(timeline, 'Three')).toBeFocused()
  await ada.page.keyboard.press('ArrowUp')
  await ada.page.keyboard.press('u')
  await expect(unread).toHaveCount(1)
  await expect(divider).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(composer(ada.page)).toBeFocused()
  await ada.page.keyboard.press('Escape')
  await expect(unread).toHaveCount(0)
  await expect(divider).toHaveCount(0)

  await row(timeline, 'Two').click({ modifiers: ['Alt'] })
  await expect(unread).toHaveCount(1)
  await ada.page.keyboard.press('Escape')
  await expect(unread).toHaveCount(0)
  await act(row(timeline, 'Three'), 'Mark unread from here')
  await expect(unread).toHaveCount(1)

  await openRoom(ben, other)
  await write(ben.page, 'Elsewhere')
  await expect(roomLink(ada.page, other.name).getByText('unread')).toHaveCount(1)
  await composer(ada.page).focus()
  await ada.page.keyboard.press('Shift+Escape')
  await expect(unread).toHaveCount(0)
  await expect(roomLink(ada.page, other.name).getByText('unread')).toHaveCount(0)
})

test('why a room is unread is told in words, and leads to that very message [U7]', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await seedMessages(
    installation.database.pool,
    room.id,
    ada,
    Array.from({ length: 300 }, (_, i) => `Line ${i + 1}.`),
  )
  await openRoom(ben, room)
  await write(ben.page, 'The first new one')
  await write(ben.page, `@${ada.username} look here`)
  await openRoom(ada, room)
  await expect(row(messages(ada.page), 'look here')).toBeVisible()
  await act(row(messages(ada.page), 'The first new one'), 'Mark unread from here')
  await ada.page.keyboard.press('Control+.')
  await ada.page.getByRole('button', { name: 'Why is this unread?' }).click()
  const why = dialog(ada.page, 'Why is this unread?')
  await expect(why).toContainText('2 messages')
  await expect(why).toContainText('The first is by Ben')
  await expect(why).toContainText('You are mentioned by Ben')
  await why.getByRole('button', { name: 'Show' }).first().click()
  await expect(ada.page).toHaveURL(/m=301$/)
  await expect(row(messages(ada.page), 'The first new one')).toHaveClass(/bg-tint/)
})
