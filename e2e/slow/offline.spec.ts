import { expectAccessible } from '../fixtures/axe.ts'
import { kept } from '../fixtures/kept.ts'
import { act, composer, messages, openRoom, openSettings, row, sidebar, write } from '../fixtures/screen.ts'
import { seedMessages } from '../fixtures/seed.ts'
import { shellKept } from '../fixtures/shell.ts'
import { expect, test } from '../fixtures/test.ts'
import { NETWORK_AWAY } from '../fixtures/trouble.ts'

test('edits and reactions made without a network are drawn, survive a reload, and reach everybody afterwards [OF2]', async ({
  installation,
  adaAndBen,
}) => {
  const { ada, ben, room } = await adaAndBen()
  await seedMessages(installation.database.pool, room.id, ada, ['first words', 'liked'])
  await expect(row(messages(ada.page), 'liked')).toBeVisible()
  await shellKept(ada.page)
  await expect.poll(async () => (await kept(ada.page, ada.id, 'rows')).length).toBeGreaterThan(0)

  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  await expect(ada.page.getByText('You’re offline.')).toBeVisible({ timeout: 30_000 })
  const there = messages(ada.page)
  await act(row(there, 'first words'), 'Edit')
  await there.getByRole('textbox', { name: 'Edit message' }).fill('better words')
  await there.getByRole('textbox', { name: 'Edit message' }).press('Enter')
  await expect(row(there, 'better words')).toContainText('(not saved yet)')
  await act(row(there, 'liked'), 'React with 👍')
  await expect(row(there, 'liked').getByRole('button', { name: '👍 1: You' })).toBeVisible()
  await expect.poll(async () => (await kept(ada.page, ada.id, 'changes')).length).toBe(2)

  await ada.page.reload()
  await expect(row(messages(ada.page), 'better words')).toContainText('(not saved yet)')
  await expect(row(messages(ada.page), 'liked').getByRole('button', { name: '👍 1: You' })).toBeVisible()
  await expect(row(messages(ben.page), 'better words')).toHaveCount(0)

  await ada.context.setOffline(false)
  await expect(row(messages(ben.page), 'better words')).toContainText('(edited)', { timeout: 30_000 })
  await expect(row(messages(ben.page), 'liked').getByRole('button', { name: '👍 1: Ada' })).toBeVisible()
  await expect(row(messages(ada.page), 'better words')).toContainText('(edited)')
  await expect.poll(async () => (await kept(ada.page, ada.id, 'changes')).length).toBe(0)
})

test('an edit that is refused afterwards is undone, with a sentence [OF2]', async ({ installation, adaAndBen }) => {
  const { ada, room } = await adaAndBen()
  await seedMessages(installation.database.pool, room.id, ada, ['as it was'])
  await expect(row(messages(ada.page), 'as it was')).toBeVisible()
  await shellKept(ada.page)
  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  await expect(ada.page.getByText('You’re offline.')).toBeVisible({ timeout: 30_000 })
  await act(row(messages(ada.page), 'as it was'), 'Edit')
  await messages(ada.page).getByRole('textbox', { name: 'Edit message' }).fill('as it will not be')
  await messages(ada.page).getByRole('textbox', { name: 'Edit message' }).press('Enter')
  await installation.database.pool.query('UPDATE room SET archived_at = now() WHERE id = $1', [room.id])
  await ada.context.setOffline(false)
  await expect(ada.page.getByText(/Your edit was not saved\./)).toBeVisible({ timeout: 30_000 })
  await expect(row(messages(ada.page), 'as it was')).toBeVisible()
})

test('the settings say that Parley opens without a network; whoever signs out leaves nothing to open [OF1] [OF3]', async ({
  someone,
  roomOf,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  await openRoom(ada, room)
  await write(ada.page, 'For me alone')
  await shellKept(ada.page)
  await openSettings(ada.page, 'App and offline')
  await expect(ada.page.getByText('Parley opens here without a network.')).toBeVisible()
  await expectAccessible(ada.page, 'the settings of the app')

  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  await ada.page.reload()
  await expect(ada.page.getByText('Parley opens here without a network.')).toBeVisible()
  await ada.page.goto(ada.origin)
  await expect(composer(ada.page)).toBeVisible()
  await ada.context.setOffline(false)

  await sidebar(ada.page)
    .getByRole('button', { name: /^You: / })
    .click()
  await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(ada.page.getByLabel('Password')).toBeVisible()
  await ada.context.setOffline(true)
  await expect(ada.page.goto(`${ada.origin}/r/${room.id}`)).rejects.toThrow(/ERR_/)
  expect(await ada.context.storageState().then(({ origins }) => JSON.stringify(origins))).not.toContain('parley:here')
})
