import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { composer, openSettings, roomLink, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ settings: { REGISTRATION: 'closed' } })

/** Makes an invite at the screen and gives its link. */
async function makeInvite(page: Page, { guests = false, rooms = [] as string[], note = '' }) {
  await page.getByRole('radio', { name: guests ? /^Guests/ : /^Members/ }).check()
  for (const room of rooms) await page.getByRole('checkbox', { name: room }).check()
  if (note !== '') await page.getByLabel('What it is for').fill(note)
  await page.getByRole('button', { name: 'Create link' }).click()
  const link = await page.getByLabel('Invite link').inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  return link
}

async function signUp(page: Page, username: string) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
}

test('an admin’s link brings a guest into one room, somebody with an account too, and nobody once it is taken back [IN1] [IN3] [IN4]', async ({
  someone,
  roomOf,
  openBrowser,
}) => {
  const ada = await someone('Ada', { role: 'admin' })
  const room = await roomOf(ada)
  await ada.page.goto(`${ada.origin}/r/${room.id}`)
  await write(ada.page, 'Welcome here', `#${room.name}`)
  await openSettings(ada.page, 'Invites')
  await expectAccessible(ada.page, 'the section of invites')
  const link = await makeInvite(ada.page, { guests: true, rooms: [room.name], note: 'The printers' })
  await expect(ada.page.getByRole('listitem').filter({ hasText: 'The printers' })).toContainText('0 of 1 used')

  await test.step('a stranger comes by it, though registration is closed', async () => {
    const { context } = await openBrowser('Gus')
    const gus = await context.newPage()
    await gus.goto(`${ada.origin}/sign-up`)
    await expect(gus.getByRole('heading', { name: 'Invite needed' })).toBeVisible()
    await gus.goto(link)
    await expect(gus.getByText('Ada invites you as a guest.')).toBeVisible()
    await expect(gus.getByRole('list', { name: 'Rooms' })).toHaveText(room.name)
    await expectAccessible(gus, 'the page of an invite')
    await signUp(gus, `gus-${room.id.slice(-6)}`)
    await expect(composer(gus, `#${room.name}`)).toBeVisible()
    await expect(gus.getByText('Welcome here')).toBeVisible()
    await expect(roomLink(gus, 'general')).toHaveCount(0)
    await write(gus, 'Thank you', `#${room.name}`)
    await gus.goto(`${ada.origin}/settings?section=invites`)
    await expect(
      gus.getByRole('navigation', { name: 'Parts of the settings' }).getByRole('link', { name: 'Devices' }),
    ).toBeVisible()
    await expect(gus.getByRole('link', { name: 'Invites' })).toHaveCount(0)
  })

  await test.step('it is used up', async () => {
    const { context } = await openBrowser('Late')
    const late = await context.newPage()
    await late.goto(link)
    await expect(late.getByText('This invite is used up. Ask for a new one.')).toBeVisible()
    await expectAccessible(late, 'an invite that leads nowhere')
  })

  await test.step('somebody who has an account joins by another, and a third is taken back', async () => {
    await ada.page.reload()
    const second = await makeInvite(ada.page, { rooms: [room.name] })
    const ben = await someone('Ben')
    await ben.page.goto(second)
    await ben.page.getByRole('button', { name: 'Join' }).click()
    await expect(composer(ben.page, `#${room.name}`)).toBeVisible()
    await expect(ben.page.getByText('Thank you')).toBeVisible()
    const third = await makeInvite(ada.page, { note: 'A mistake' })
    await ada.page.getByRole('button', { name: 'Take back “A mistake”' }).click()
    await ada.page.getByRole('alertdialog').or(ada.page.getByRole('dialog')).getByRole('button', { name: 'Take back' }).click()
    await expect(ada.page.getByRole('listitem').filter({ hasText: 'A mistake' })).toContainText('Taken back')
    await ben.page.goto(third)
    await expect(ben.page).toHaveURL(/\/$|\/r\//)
    await expect(sidebar(ben.page)).toBeVisible()
  })
})
