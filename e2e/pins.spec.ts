import { act, messages, row } from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
import { expect, test } from './fixtures/test.ts'

test.use({ hosts: 2 })

test('what one pins the other sees at once, with who and when, goes there, and unpins it [U1]', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada', { host: 0 }), await someone('Ben', { host: 1 })]
  const room = await roomOf(ada, ben)
  await seedMessages(
    installation.database.pool,
    room.id,
    ada,
    Array.from({ length: 400 }, (_, i) => `Message ${i + 1}.`),
  )
  await ben.page.goto(`${ben.origin}/r/${room.id}`)
  await ada.page.goto(`${ada.origin}/r/${room.id}?m=40`)
  await act(row(messages(ada.page), 'Message 40.'), 'Pin')
  const button = ben.page.getByRole('button', { name: '1 pinned message' })
  await button.focus()
  await ben.page.keyboard.press('Enter')
  const pane = ben.page.getByRole('complementary', { name: 'Pinned messages' })
  await expect(pane.getByRole('heading', { name: 'Pinned messages' })).toBeFocused()
  await expect(pane.getByText('Pinned by Ada')).toBeVisible()

  await pane.getByRole('button', { name: 'Show in room' }).click()
  await expect(row(messages(ben.page), 'Message 40.')).toBeInViewport()
  await messages(ben.page).press('Control+End')
  await expect(row(messages(ben.page), 'Message 400.')).toBeInViewport()
  await pane.getByRole('button', { name: 'Show in room' }).click()
  await expect(row(messages(ben.page), 'Message 40.'), 'also when one asks again').toBeInViewport()
  await act(row(messages(ada.page), 'Message 40.'), 'Edit')
  await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('Message 40, mended.')
  await ada.page.keyboard.press('Enter')
  await expect(pane.getByText('Message 40, mended.')).toBeVisible()

  await pane.getByRole('button', { name: 'Unpin' }).click()
  await expect(pane.getByText('Nothing is pinned here.')).toBeVisible()
  await expect(ada.page.getByRole('button', { name: /pinned message/ })).toHaveCount(0)
  await pane.getByRole('button', { name: 'Close pinned messages' }).focus()
  await ben.page.keyboard.press('Escape')
  await expect(pane).toHaveCount(0)
})
