import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { textOf } from '#server/mail/testing/smtp-server.ts'
import { createPerson } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { makeAccount, PASSWORD, signIn } from '../fixtures/people.ts'
import { banner, dialog, messages, openRoom, openSettings, row, write } from '../fixtures/screen.ts'
import { test as base, expect } from '../fixtures/test.ts'
import { addAuthenticator, appCode, type Place, startPlace } from '../fixtures/ways-in.ts'

const NEW = 'battery staple of another kind'

const test = base.extend<object, { place: Place }>({
  place: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const place = await startPlace()
      await createPerson(place.installation, { username: 'keeper', displayName: 'Keeper' })
      await use(place)
      await place.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

async function typePassword(page: Page, username: string, password = PASSWORD) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const isIn = (page: Page, name: string) => expect(page.getByRole('button', { name: `You: ${name}` })).toBeVisible()
async function signOut(page: Page) {
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Username')).toBeVisible()
}
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('a forgotten password comes back by mail, and every session ends [AW2] [AW3]', async ({ place, openBrowser }) => {
  const ada = await makeAccount(place.installation, 'Ada')
  const email = `${ada.username}@example.org`
  await place.installation.database.pool.query('UPDATE users SET email = $2 WHERE id = $1', [ada.id, email])
  const [elsewhere, here] = [await openBrowser('Ada, elsewhere'), await openBrowser('Ada')]
  await signIn(elsewhere.context, place.origin, ada.username)
  const old = await elsewhere.context.newPage()
  await old.goto(place.origin)
  await isIn(old, 'Ada')

  const page = await here.context.newPage()
  await page.goto(`${place.origin}/sign-in`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { name: 'Forgotten password' })).toBeVisible()
  await expectAccessible(page, 'forgotten password')
  const before = place.mail.received.length
  await page.getByLabel('E-mail').fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('a mail is on its way')
  const [link = ''] = /http:\/\/localhost:\d+\/reset\/[\w-]+/.exec(textOf(await place.mail.mail(before))) ?? []
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'New password' })).toBeVisible()
  await expectAccessible(page, 'new password')
  await page.getByLabel('New password').fill(NEW)
  await page.keyboard.press('Enter')
  await isIn(page, 'Ada')
  await expect(banner(old)).toContainText('You are signed out.')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link has ended' })).toBeVisible()
})

test('a password is changed in the settings by the keyboard; a wrong one is told beside its field [AW4]', async ({
  place,
  openBrowser,
}) => {
  const ada = await makeAccount(place.installation, 'Ada')
  const { context, trouble } = await openBrowser('Ada')
  trouble.expect(/api\/account\/password/)
  await signIn(context, place.origin, ada.username)
  const page = await context.newPage()
  await page.goto(place.origin)
  await openSettings(page, 'Security')
  await expect(group(page, 'Password')).toBeVisible()
  await expectAccessible(page, 'security')
  await page.getByLabel('Current password').fill('not mine at all')
  await page.getByLabel('New password').fill(NEW)
  await page.keyboard.press('Enter')
  await expect(group(page, 'Password')).toContainText('This is not your password.')
  await page.getByLabel('Current password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Password saved.')).toBeVisible()
  await signOut(page)
  await typePassword(page, ada.username, NEW)
  await isIn(page, 'Ada')
})

test('a second step is turned on with an app, asked for at sign-in, and a recovery code stands in for the phone [AW5]', async ({
  place,
  openBrowser,
}) => {
  const ada = await makeAccount(place.installation, 'Ada')
  const { context, trouble } = await openBrowser('Ada')
  trouble.expect(/api\/(auth\/callback\/credentials|sign-in\/second-step)/)
  await signIn(context, place.origin, ada.username)
  const page = await context.newPage()
  await page.goto(place.origin)
  await openSettings(page, 'Security')
  await group(page, 'Second step').getByRole('button', { name: 'Turn on' }).click()
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  const scan = dialog(page, 'Scan this with the app')
  await expect(scan.getByRole('img', { name: 'QR code for the app' })).toBeVisible()
  await expectAccessible(page, 'an app is added', '[role=dialog]')
  await scan.getByText('It can’t be scanned').click()
  const secret = ((await scan.locator('code').textContent()) ?? '').replace(/\s/g, '')
  await scan.getByLabel('The code it shows').fill(appCode(secret))
  await page.keyboard.press('Enter')
  const kept = dialog(page, 'Keep these recovery codes')
  await expect(kept.getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page, 'recovery codes', '[role=dialog]')
  const [recovery = ''] = await kept.getByRole('listitem').allTextContents()
  await kept.getByRole('button', { name: 'I have kept them' }).click()
  await expect(group(page, 'Second step')).toContainText('On. 10 recovery codes left.')

  await signOut(page)
  await typePassword(page, ada.username)
  await expect(page.getByLabel('Code of your app')).toBeFocused()
  await expectAccessible(page, 'second step')
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Code of your app does not match/)).toBeVisible()
  await page.getByLabel('Code of your app').fill(appCode(secret, 30))
  await page.keyboard.press('Enter')
  await isIn(page, 'Ada')

  await signOut(page)
  await typePassword(page, ada.username)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recovery)
  await page.keyboard.press('Enter')
  await isIn(page, 'Ada')
  await openSettings(page, 'Security')
  await expect(group(page, 'Second step')).toContainText('On. 9 recovery codes left.')
})

test('a passkey is added, named, signs in without a password, and no more once it is removed [AW7]', async ({
  place,
  openBrowser,
}) => {
  const ada = await makeAccount(place.installation, 'Ada')
  const { context, trouble } = await openBrowser('Ada')
  trouble.expect(/api\/sign-in\/passkey/)
  await signIn(context, place.origin, ada.username)
  const page = await context.newPage()
  await page.goto(place.origin)
  await addAuthenticator(context, page)
  await openSettings(page, 'Security')
  const passkeys = group(page, 'Passkeys')
  await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(passkeys.getByRole('listitem')).toContainText('not used yet')
  await passkeys.getByRole('button', { name: /^Rename / }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada’s laptop')
  await page.keyboard.press('Enter')
  await expect(passkeys.getByRole('listitem')).toContainText('Ada’s laptop')
  await expectAccessible(page, 'passkeys')

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await isIn(page, 'Ada')
  await openSettings(page, 'Security')
  await expect(passkeys.getByRole('listitem')).toContainText('last used')
  await passkeys.getByRole('button', { name: 'Remove Ada’s laptop' }).click()
  await dialog(page, 'Remove Ada’s laptop?').getByRole('button', { name: 'Remove' }).click()
  await expect(passkeys.getByRole('listitem')).toHaveCount(0)
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByText('This passkey is not known here.')).toBeVisible()
})

test('a provider signs in, the same person again, and a password can be added to that account [A13] [AW4]', async ({
  place,
  openBrowser,
}) => {
  place.provider.be({ sub: 'ada-at-example', name: 'Adelaide', email: 'adelaide@example.org' })
  const { context } = await openBrowser('Ada')
  const page = await context.newPage()
  await page.goto(`${place.origin}/sign-in?next=%2Frooms`)
  await page.getByRole('button', { name: 'Continue with Example' }).click()
  await isIn(page, 'Adelaide')
  await expect(page).toHaveURL(`${place.origin}/rooms`)
  await openSettings(page, 'Security')
  await expect(group(page, 'Password')).toContainText('You sign in with Example and have no password yet.')
  await page.getByLabel('New password').fill(NEW)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Password saved.')).toBeVisible()
  await expect(page.getByLabel('Current password')).toBeVisible()
  await signOut(page)
  await typePassword(page, 'adelaide', NEW)
  await isIn(page, 'Adelaide')
  await signOut(page)
  await page.getByRole('button', { name: 'Continue with Example' }).click()
  await isIn(page, 'Adelaide')
  const { rows } = await place.installation.database.pool.query("SELECT email FROM users WHERE username LIKE 'adelaide%'")
  expect(rows).toEqual([{ email: 'adelaide@example.org' }])
})

test('an admin makes a link for somebody’s new password from their profile [AW3]', async ({ place, openBrowser }) => {
  const [ada, ben] = [
    await makeAccount(place.installation, 'Ada', { role: 'admin' }),
    await makeAccount(place.installation, 'Ben'),
  ]
  const { context } = await openBrowser('Ada')
  await signIn(context, place.origin, ada.username)
  const page = await context.newPage()
  const room = { name: 'the hall', id: await createRoom(place.installation, ada, { name: 'the hall', members: [ben] }) }
  await openRoom({ page, origin: place.origin }, room)
  await write(page, `Hello @${ben.username}`)
  await row(messages(page), 'Hello').getByText(`@${ben.username}`).click()
  await dialog(page, 'Ben').getByRole('button', { name: 'Make a link for a new password' }).click()
  const link = await page.getByLabel('Link for a new password').inputValue()
  await expectAccessible(page, 'a link for somebody', '[role=dialog]')
  const other = await (await openBrowser('Ben')).context.newPage()
  await other.goto(link)
  await other.getByLabel('New password').fill(NEW)
  await other.keyboard.press('Enter')
  await isIn(other, 'Ben')
})

test('an address is confirmed by its link, everything is given as a file, and a deleted account is gone everywhere [AW8] [AW10] [AW11]', async ({
  place,
  openBrowser,
}) => {
  const [ada, ben] = [await makeAccount(place.installation, 'Ada'), await makeAccount(place.installation, 'Ben')]
  const [hers, his] = [await openBrowser('Ada'), await openBrowser('Ben')]
  hers.trouble.expect(/api\/(account\/delete|auth\/callback)/)
  await signIn(hers.context, place.origin, ada.username)
  await signIn(his.context, place.origin, ben.username)
  const [page, bens] = [await hers.context.newPage(), await his.context.newPage()]
  const room = { name: 'the yard', id: await createRoom(place.installation, ben, { name: 'the yard', members: [ada] }) }
  for (const one of [page, bens]) await openRoom({ page: one, origin: place.origin }, room)
  await write(page, 'Words of Ada')
  await expect(row(messages(bens), 'Words of Ada')).toBeVisible()

  await openSettings(page, 'Account')
  const before = place.mail.received.length
  await group(page, 'E-mail address').getByRole('button', { name: 'Add an address' }).click()
  await page.getByLabel('New address').fill(`${ada.username}@example.org`)
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(group(page, 'E-mail address')).toContainText('A link went to')
  await expectAccessible(page, 'account')
  const [link = ''] = /http:\/\/localhost:\d+\/confirm-email\/[\w-]+/.exec(textOf(await place.mail.mail(before))) ?? []
  const mailbox = await hers.context.newPage()
  await mailbox.goto(link)
  await expectAccessible(mailbox, 'an address is confirmed')
  await mailbox.getByRole('button', { name: 'Use this address' }).click()
  await expect(mailbox.getByRole('status')).toContainText('It is used from now on.')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    group(page, 'Your data').getByRole('link', { name: 'Download' }).click(),
  ])
  const file = JSON.parse(await readFile(await download.path(), 'utf8')) as { profile: object; messages: { body: string }[] }
  expect(file.profile).toMatchObject({ username: ada.username, email: `${ada.username}@example.org` })
  expect(file.messages.map(({ body }) => body)).toEqual(['Words of Ada'])

  await group(page, 'Delete account').getByRole('button', { name: 'Delete my account' }).click()
  await expectAccessible(page, 'an account is deleted', '[role=dialog]')
  await page.getByLabel('My messages are deleted too').check()
  await page.getByLabel(/^Type your username/).fill('somebody')
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Delete your account?')).toContainText('This is not your username.')
  await page.getByLabel(/^Type your username/).fill(ada.username)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Username')).toBeVisible()
  await expect(row(messages(bens), 'Words of Ada')).toHaveCount(0)
  await typePassword(page, ada.username)
  await expect(page.getByText('That username and password do not match.')).toBeVisible()
})
