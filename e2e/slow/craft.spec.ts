import { expectAccessible } from '../fixtures/axe.ts'
import { startInstallation } from '../fixtures/installation.ts'
import { expectNothingWider } from '../fixtures/phone.ts'
import { composer, messages, openRoom, openSettings, roomLink, row, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

const PLACES = [
  'rooms',
  'inbox',
  'inbox?tab=scheduled',
  'drafts',
  'discover',
  'search',
  'search?q=word',
  'settings',
  'settings?section=appearance',
  'settings?section=language',
  'settings?section=writing',
  'settings?section=devices',
]

test('Y4 every screen is accessible in Arabic, from the right', async ({ someone, roomOf, openBrowser, installation }) => {
  test.setTimeout(240_000)
  const [ada, ben] = [await someone('Ada', { browser: { locale: 'ar' } }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ben, room)
  await write(ben.page, 'مرحبا `npm test` and **hello**')
  const { page } = ada
  await page.goto(`${ada.origin}/r/${room.id}`)
  await expect(page.getByRole('article').filter({ hasText: 'npm test' })).toBeVisible()
  await expectAccessible(page, 'a room in Arabic')
  expect(await page.locator('.md code').evaluate((code) => getComputedStyle(code).direction)).toBe('ltr')
  for (const place of PLACES.filter((one) => one !== 'rooms')) {
    await page.goto(`${ada.origin}/${place}`)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expectAccessible(page, `${place} in Arabic`)
  }
  const { context } = await openBrowser('a stranger', { locale: 'ar' })
  const stranger = await context.newPage()
  for (const place of ['sign-in', 'sign-up']) {
    await stranger.goto(`${installation.url()}/${place}`)
    await expectAccessible(stranger, `${place} in Arabic`)
  }
})

for (const locale of ['en-GB', 'de', 'ar']) {
  test(`nothing is wider than a window of 320 px, ${locale}`, async ({ someone, roomOf, openBrowser, installation }) => {
    test.setTimeout(180_000)
    const browser = { locale, viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }
    const ada = await someone('Ada', { browser })
    const room = await roomOf(ada)
    const { page } = ada
    await page.goto(`${ada.origin}/r/${room.id}`)
    await expect(page.getByRole('textbox')).toBeVisible()
    await expectNothingWider(page)
    for (const place of PLACES) {
      await page.goto(`${ada.origin}/${place}`)
      await expect(page.getByRole('heading').or(page.getByRole('navigation')).first()).toBeVisible()
      await expectNothingWider(page)
    }
    const { context } = await openBrowser('a stranger', browser)
    const stranger = await context.newPage()
    for (const place of ['sign-in', 'sign-up']) {
      await stranger.goto(`${installation.url()}/${place}`)
      await expectNothingWider(stranger)
    }
  })
}

test('Y5 density, size, clock and Enter are as they were chosen, also after a reload', async ({ adaAndBen }) => {
  const { ada, ben, room } = await adaAndBen()
  const { page } = ada
  await write(ben.page, 'Looked at twice')
  const shown = row(messages(page), 'Looked at twice')
  const before = await shown.boundingBox()
  await openSettings(page, 'Appearance')
  await page.getByRole('radio', { name: 'Compact' }).check()
  await page.goBack()
  await page.goBack()
  await openRoom(ada, room)
  expect((await shown.boundingBox())?.height).toBeLessThan(before?.height ?? 0)
  await openSettings(page, 'Appearance')
  await page.getByRole('radio', { name: 'Larger', exact: true }).check()
  const html = await (await ada.context.request.get(`${ada.origin}/r/${room.id}`)).text()
  expect(/<html [^>]*>/.exec(html)?.[0]).toMatch(/ data-density="compact" data-text="larger"/)
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('20px')

  await page.goto(`${ada.origin}/settings?section=language`)
  await page.getByRole('radio', { name: '24 hours' }).check()
  await page.waitForLoadState()
  await page.goto(`${ada.origin}/settings?section=writing`)
  await page.getByRole('radio', { name: /^Makes a new line/ }).check()
  await openRoom(ada, room)
  await expect(shown.locator('time').first()).toHaveText(/^\d\d:\d\d$/)
  const field = composer(page)
  await field.fill('One')
  await field.press('Enter')
  await field.pressSequentially('Two')
  await expect(field).toHaveValue('One\nTwo')
  await field.press('Control+Enter')
  await expect(field).toHaveValue('')
  await expect(row(messages(ben.page), 'Two')).toBeVisible()
})

test('what is read out of messages that come is all of them, what mentions me, or nothing', async ({ adaAndBen }) => {
  const { ada, ben, room } = await adaAndBen()
  const { page } = ada
  const told = page.getByRole('status', { name: 'New messages' })
  await write(page, 'What was there is not read out')
  await write(ben.page, 'Read this out')
  await expect(told).toHaveText('Ben: Read this out')
  await write(ben.page, 'One')
  await write(ben.page, 'Two')
  await expect(told).not.toHaveText('Ben: Read this out')

  await openSettings(page, 'Appearance')
  await page.getByRole('radio', { name: 'Only what mentions me' }).check()
  await openRoom(ada, room)
  await write(ben.page, 'Not for her')
  await expect(row(messages(page), 'Not for her')).toBeVisible()
  await write(ben.page, `For @${ada.username}`)
  await expect(told).toHaveText(`Ben: For @${ada.username}`)
})

test('nothing moves for whoever asked for less motion', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen()
  const { page } = ada
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const longest = () =>
    page.evaluate(() =>
      Math.max(0, ...document.getAnimations().map((one) => Number(one.effect?.getComputedTiming().duration ?? 0))),
    )
  await write(ben.page, 'Comes without sliding')
  await expect(row(messages(page), 'Comes without sliding')).toBeVisible()
  expect(await longest()).toBeLessThan(1)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await longest()).toBeLessThan(1)
})

test('Y6 whoever makes the first account is led through what the place is called, who may come in and its first rooms', async ({
  openBrowser,
}) => {
  test.setTimeout(180_000)
  const empty = await startInstallation()
  try {
    const { context } = await openBrowser('the first')
    const page = await context.newPage()
    await page.goto(`${empty.url()}/sign-in`)
    await expect(page.getByRole('heading', { name: 'Set up Parley' })).toBeVisible()
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create account' }).click()

    await expect(page.getByRole('heading', { name: 'This place is yours' })).toBeFocused()
    await expectAccessible(page, 'the first steps')
    await page.getByLabel('Name of the community').fill('Café Central')
    await page.getByRole('checkbox', { name: '#help' }).check()
    await page.getByLabel('More rooms').fill('kitchen, garden')
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect(page.getByRole('heading', { name: 'It is ready' })).toBeFocused()
    await expect(page.getByText(`${empty.url()}/sign-up`)).toBeVisible()
    await page.getByRole('button', { name: 'Go to the chat' }).click()
    await expect(sidebar(page).getByText('Café Central')).toBeVisible()
    for (const name of ['general', 'help', 'kitchen', 'garden']) await expect(roomLink(page, name)).toBeVisible()

    const other = await openBrowser('the second')
    const stranger = await other.context.newPage()
    await stranger.goto(`${empty.url()}/sign-in`)
    await expect(stranger.getByText('Café Central')).toBeVisible()
    await expect(stranger.getByRole('link', { name: 'Create an account' })).toBeVisible()

    await openSettings(page, 'Community')
    await page.getByRole('radio', { name: 'Nobody by themselves' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForLoadState()
    await expect(page.getByRole('radio', { name: 'Nobody by themselves' })).toBeChecked()
    await stranger.reload()
    await expect(stranger.getByText('New accounts need an invite here.')).toBeVisible()
  } finally {
    await empty.close()
  }
})
