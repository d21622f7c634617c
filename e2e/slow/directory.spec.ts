import { expectAccessible } from '../fixtures/axe.ts'
import { makeAccount } from '../fixtures/people.ts'
import { expectNothingWider, PHONE } from '../fixtures/phone.ts'
import { composer, dialog, sidebar } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('the directory is opened, searched, narrowed to a role and left into a conversation, by keyboard alone [V2]', async ({
  someone,
  installation,
}) => {
  const ada = await someone('Ada')
  await makeAccount(installation, 'Mia', { role: 'moderator' })
  await makeAccount(installation, 'Noor')
  const { page } = ada
  await page.goto(ada.origin)
  await sidebar(page)
    .getByRole('button', { name: /^You: / })
    .press('Enter')
  await page.getByRole('menuitem', { name: 'People' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible()
  const list = page.getByRole('list', { name: 'People' })
  await expect(list.getByRole('button', { name: /Noor/ })).toBeVisible()
  await expect(page).toHaveTitle(/People/)
  await expectAccessible(page, 'the directory')

  await page.getByLabel('Role').selectOption('moderator')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(list).toContainText('Moderator')
  await page.getByLabel('Role').selectOption('')
  await page.getByLabel('Search people').fill('noo')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await page.getByLabel('Search people').fill('nobody at all')
  await expect(page.getByText('Nobody here is called “nobody at all”.')).toBeVisible()
  await page.getByLabel('Search people').fill('noo')
  await list.getByRole('button', { name: /Noor/ }).press('Enter')
  await expect(dialog(page, 'Noor')).toBeVisible()
  await dialog(page, 'Noor')
    .getByRole('button', { name: /message/i })
    .press('Enter')
  await expect(composer(page, 'Noor')).toBeVisible()
})

test('the directory fits a phone, and a reload stays there', async ({ someone }) => {
  const { page, origin } = await someone('Ada', { browser: PHONE })
  await page.goto(`${origin}/people`)
  await expect(page.getByRole('list', { name: 'People' }).getByRole('button').first()).toBeVisible()
  await expectNothingWider(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible()
})
