import sharp from 'sharp'
import { expectAccessible } from '../fixtures/axe.ts'
import { dialog, messages, openSettings, row, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

const picture = (background: string) =>
  sharp({ create: { width: 640, height: 400, channels: 3, background } })
    .jpeg()
    .toBuffer()

test('a picture and a name reach the others at once and survive a reload [I1, I2]', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  for (const { page, origin } of [ada, ben]) await page.goto(`${origin}/r/${room.id}`)
  await write(ada.page, 'Hello from Ada.')
  const line = row(messages(ben.page), 'Hello from Ada.')
  await expect(line).toBeVisible()
  await expect(line.locator('img')).toHaveCount(0)

  await openSettings(ada.page, 'Profile')
  await ada.page
    .getByLabel('Picture', { exact: true })
    .last()
    .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await picture('#2277aa') })
  await expect(ada.page.getByRole('button', { name: 'Change picture' })).toBeVisible()
  await ada.page.getByLabel('Display name').fill('Ada Lovelace')
  await ada.page.getByLabel('What you do').fill('Engines · she/her')
  await ada.page.getByLabel('Time zone').selectOption('Europe/London')
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.page.getByText('Your profile is saved.')).toBeVisible()
  await expectAccessible(ada.page, 'profile settings')

  await expect(line.getByText('Ada Lovelace')).toBeVisible()
  await expect(line.locator('img')).toBeVisible()
  await ben.page.reload()
  await expect(line.getByText('Ada Lovelace')).toBeVisible()
  await expect(line.locator('img')).toHaveJSProperty('naturalWidth', 256)
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(line.locator('img')).toHaveCount(0)
})

test('a status shows on the card of who set it, and who is muted is folded until one asks [I3, I5]', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  for (const { page, origin } of [ada, ben]) await page.goto(`${origin}/r/${room.id}`)
  await write(ada.page, 'Something long.')
  await sidebar(ada.page)
    .getByRole('button', { name: /^You: / })
    .click()
  await ada.page.getByRole('menuitem', { name: 'Set a status…' }).click()
  await dialog(ada.page, 'Set a status').getByRole('button', { name: 'At lunch' }).click()
  await expectAccessible(ada.page, 'the status dialog', '[role=dialog]')
  await dialog(ada.page).getByRole('button', { name: 'Set status' }).click()
  await expect(sidebar(ada.page).getByText('🍽️ At lunch')).toBeVisible()

  const line = row(messages(ben.page), 'Something long.')
  await line.getByRole('button', { name: 'Ada' }).first().click()
  const card = dialog(ben.page, 'Ada')
  await expect(card.getByText('🍽️ At lunch')).toBeVisible()
  await expectAccessible(ben.page, 'the card', '[role=dialog]')
  await card.getByRole('button', { name: 'More about Ada' }).click()
  await ben.page.getByRole('menuitem', { name: 'Mute' }).click()
  await ben.page.keyboard.press('Escape')
  const folded = row(messages(ben.page), 'Message of somebody you muted.')
  await expect(folded).toBeVisible()
  await folded.getByRole('button', { name: 'Show' }).click()
  await expect(row(messages(ben.page), 'Something long.')).toBeVisible()

  await openSettings(ben.page, 'Privacy')
  await expectAccessible(ben.page, 'privacy settings')
  await ben.page.getByRole('button', { name: 'Unmute Ada' }).click()
  await expect(ben.page.getByText('You mute nobody.')).toBeVisible()
})
