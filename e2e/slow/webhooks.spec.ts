import { expectAccessible } from '../fixtures/axe.ts'
import { ask } from '../fixtures/http.ts'
import { dialog, messages, row } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const ATTACHMENT = {
  color: 'good',
  title: 'Build 7',
  title_link: 'https://ci.example.org/7',
  text: '*142* tests in 3 minutes',
  fields: [{ title: 'Branch', value: 'main', short: true }],
  footer: 'ci.example.org',
}

test('a room’s owner makes a webhook, a program posts through it, everybody sees whose it is, and it ends with its row [Z1, Z2, Z4, Z6]', async ({
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()
  const post = (url: string, body: object) =>
    ask(ada.origin, new URL(url).pathname, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) })
  const openWebhooks = async () => {
    await ada.page.getByRole('button', { name: 'Room menu' }).click()
    await ada.page.getByRole('menuitem', { name: 'Room settings' }).click()
    await dialog(ada.page, 'Room settings').getByRole('button', { name: 'Webhooks…' }).click()
    return dialog(ada.page, 'Webhooks')
  }
  const box = await openWebhooks()
  await expect(box.getByText('No webhooks yet')).toBeVisible()
  await expect(box.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await ada.page.keyboard.type('CI')
  await ada.page.keyboard.press('Enter')
  const address = box.getByRole('textbox', { name: 'Address of CI' })
  await expect(box.getByRole('button', { name: 'Copy' })).toBeFocused()
  const url = await address.inputValue()
  expect(url).toMatch(new RegExp(`^${ada.origin}/hooks/[\\w-]{43}$`))
  await expect(box.getByText('Never used')).toBeVisible()
  await expectAccessible(ada.page, 'webhooks of a room', '[role=dialog]')
  await expect(row(messages(ben.page), 'added the webhook “CI”')).toBeVisible()

  expect(await post(url, { text: 'Deploy *done* :rocket:', attachments: [ATTACHMENT] })).toMatchObject({
    status: 200,
    text: 'ok',
  })
  const said = row(messages(ben.page), 'Deploy done 🚀')
  await expect(said.locator('strong', { hasText: 'done' })).toBeVisible()
  await expect(said.getByRole('link', { name: 'Build 7' })).toHaveAttribute('href', 'https://ci.example.org/7')
  await expect(said.getByRole('button', { name: 'CI', exact: true })).toBeVisible()
  await expect(said.getByText('bot', { exact: true })).toBeVisible()
  await expect(said).toHaveAccessibleName(/^CI \(bot\), /)
  await expect(box.getByText('Last used just now')).toBeVisible()

  await post(url, { text: 'I am not Ben', username: 'Ben', icon_emoji: ':ghost:' })
  const posing = row(messages(ben.page), 'I am not Ben')
  await expect(posing.getByRole('button', { name: 'Ben', exact: true })).toBeVisible()
  await expect(posing.getByText('bot', { exact: true })).toBeVisible()
  await expect(posing.getByText('👻')).toBeVisible()
  await expectAccessible(ben.page, 'a message of a webhook')
  await posing.getByRole('button', { name: 'Ben', exact: true }).click()
  await expect(dialog(ben.page, 'CI').getByText('A webhook of a room')).toBeVisible()
  await expect(dialog(ben.page, 'CI').getByRole('button', { name: 'Send a message' })).toBeHidden()
  await ben.page.keyboard.press('Escape')

  await box.getByRole('button', { name: 'Rename CI' }).click()
  await ada.page.keyboard.type('Builds')
  await ada.page.keyboard.press('Enter')
  await expect(box.getByText('Builds', { exact: true })).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(box).toBeHidden()

  // Its address is gone for good.
  await openWebhooks()
  await expect(address).toBeHidden()
  await box.getByRole('button', { name: 'Revoke Builds' }).click()
  await dialog(ada.page, 'Revoke Builds?').getByRole('button', { name: 'Revoke' }).click()
  await expect(box.getByText('No webhooks yet')).toBeVisible()
  expect(await post(url, { text: 'too late' })).toMatchObject({ status: 404, text: 'no_service' })
  await expect(row(messages(ben.page), 'removed the webhook “Builds”')).toBeVisible()
  await expect(said).toBeVisible()
})
