import type { Page } from '@playwright/test'
import type { Installation } from './fixtures/installation.ts'
import { startInstallation } from './fixtures/installation.ts'
import { act, banner, composer, dialog, messages, roomLink, row, sidebar, write } from './fixtures/screen.ts'
import { test as base, expect } from './fixtures/test.ts'

/** Nobody has an account here yet. */
const test = base.extend<{ empty: Installation }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  empty: async ({}, use) => {
    const empty = await startInstallation()
    await use(empty)
    await empty.close()
  },
})

/** The room, not a thread of it. */
const general = (page: Page) => sidebar(page).getByRole('link', { name: /^general\b/ })

async function signUp(page: Page, username: string, displayName: string, password: string) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Display name').fill(displayName)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

test('two strangers sign up, talk, and find everything again [A8] [A9]', async ({ empty, openBrowser }) => {
  test.setTimeout(120_000)
  const [first, second] = [await openBrowser('Ada'), await openBrowser('Ben')]
  const [ada, ben] = [await first.context.newPage(), await second.context.newPage()]
  const [atAda, atBen] = [messages(ada, '#general'), messages(ben, '#general')]

  await test.step('the first account owns the server', async () => {
    await ada.goto(empty.url())
    await expect(ada.getByRole('heading', { name: 'Set up Parley' })).toBeVisible()
    await signUp(ada, 'ada', 'Ada Lovelace', 'analytical engine')
    await expect(ada.getByRole('heading', { name: 'This place is yours' })).toBeVisible()
    await ada.getByRole('button', { name: 'Not now' }).click()
    await expect(composer(ada, '#general')).toBeVisible()
    await expect(general(ada)).toHaveAttribute('aria-current', 'page')
    await sidebar(ada).getByRole('button', { name: 'You: Ada Lovelace' }).waitFor()
  })

  await test.step('a stranger makes an account in another browser', async () => {
    await ben.goto(empty.url())
    await ben.getByRole('link', { name: 'Create an account' }).click()
    await expect(ben.getByRole('heading', { name: 'Create your account' })).toBeVisible()
    await ben.getByLabel('Username').fill('ADA')
    await ben.getByLabel('Password').fill('somebody else entirely')
    await ben.getByLabel('Display name').fill('Not Ada')
    second.trouble.expect(/api\/register.*409|status of 409/)
    await ben.getByRole('button', { name: 'Create account' }).click()
    await expect(ben.getByText(/username is taken/i)).toBeVisible()
    await signUp(ben, 'ben', 'Ben Ochieng', 'a very good password')
    await expect(composer(ben, '#general')).toBeVisible()
  })

  await test.step('they see each other write', async () => {
    await write(ada, 'Hello, is anybody here?')
    await expect(row(atBen, 'Hello, is anybody here?')).toHaveAccessibleName(/^Ada Lovelace, /)
    await composer(ben).pressSequentially('Yes, I just came in', { delay: 60 })
    await expect(ada.getByText('Ben Ochieng is typing…')).toBeVisible()
    await composer(ben).press('Enter')
    await expect(row(atAda, 'Yes, I just came in')).toBeVisible()
    await expect(ada.getByText('Ben Ochieng is typing…')).toBeHidden()
    await expect(row(atBen, 'Yes, I just came in')).toHaveCount(1)
  })

  await test.step('presence is shown by a dot and a word', async () => {
    await row(atAda, 'Yes, I just came in').getByRole('button', { name: 'Ben Ochieng' }).click()
    await expect(dialog(ada, 'Ben Ochieng').getByText('Online')).toBeVisible()
    await ada.keyboard.press('Escape')
    await expect(dialog(ada)).toHaveCount(0)
  })

  await test.step('a room is made, and what is missed elsewhere is told', async () => {
    await sidebar(ada).getByRole('button', { name: 'Create a room' }).click()
    await dialog(ada, 'Create a room').getByLabel('Name').fill('plans')
    await dialog(ada, 'Create a room').getByLabel('Topic').fill('What comes next')
    await dialog(ada, 'Create a room').getByRole('button', { name: 'Create room' }).click()
    await expect(composer(ada, '#plans')).toBeVisible()

    await write(ben, 'One thing more')
    await expect(general(ada)).toHaveAccessibleName(/general.*unread/)
    await write(ben, 'Have you seen this, @ada?')
    await expect(general(ada)).toHaveAccessibleName(/1 mention/)
    await expect(ada).toHaveTitle(/^\(1\) /)

    await general(ada).click()
    await expect(atAda.getByRole('separator', { name: 'New messages' })).toBeVisible()
    await expect(row(atAda, 'Have you seen this, @ada?')).toBeVisible()
    await expect(general(ada)).not.toHaveAccessibleName(/mention|unread/)
  })

  await test.step('messages are edited, deleted, reacted to and pinned', async () => {
    await act(row(atBen, 'One thing more'), 'Edit')
    await atBen.getByRole('textbox', { name: 'Edit message' }).fill('One *small* thing more')
    await atBen.getByRole('textbox', { name: 'Edit message' }).press('Enter')
    await expect(row(atAda, 'One small thing more')).toContainText('(edited)')

    await act(row(atAda, 'Yes, I just came in'), 'React with 👍')
    await expect(row(atBen, 'Yes, I just came in').getByRole('button', { name: '👍 1: Ada Lovelace' })).toBeVisible()
    await act(row(atAda, 'Yes, I just came in'), 'Pin')
    await expect(row(atBen, 'Yes, I just came in')).toContainText('Pinned')

    await write(ben, 'This was a mistake')
    await expect(row(atAda, 'This was a mistake')).toBeVisible()
    await act(row(atBen, 'This was a mistake'), 'Delete')
    await dialog(ben).getByRole('button', { name: 'Delete' }).click()
    await expect(row(atAda, 'Message deleted')).toBeVisible()
    await expect(row(atAda, 'This was a mistake')).toHaveCount(0)
  })

  await test.step('a reply in a thread shows on its message', async () => {
    await act(row(atAda, 'Hello, is anybody here?'), 'Reply in thread')
    await write(ada, 'Talking to myself in here', 'thread')
    await expect(row(atBen, 'Hello, is anybody here?').getByRole('button', { name: /1 reply/ })).toBeVisible()
    await row(atBen, 'Hello, is anybody here?')
      .getByRole('button', { name: /1 reply/ })
      .click()
    await expect(ben.getByRole('article').filter({ hasText: 'Talking to myself in here' })).toBeVisible()
    await write(ben, 'Not any more', 'thread')
    await expect(ada.getByRole('article').filter({ hasText: 'Not any more' })).toBeVisible()
  })

  await test.step('the other one finds the room and joins it', async () => {
    await sidebar(ben).getByRole('link', { name: 'Browse rooms' }).click()
    await expect(ben.getByText('What comes next')).toBeVisible()
    await ben.getByRole('main').getByRole('button', { name: /^Join/ }).first().click()
    await roomLink(ben, 'plans').click()
    await write(ben, 'Here I am', '#plans')
    await roomLink(ada, 'plans').click()
    await expect(row(messages(ada, '#plans'), 'Here I am')).toBeVisible()
  })

  await test.step('they have a direct conversation', async () => {
    await sidebar(ada).getByRole('button', { name: 'New message' }).click()
    await dialog(ada, 'New message').getByRole('combobox').fill('ben')
    await dialog(ada, 'New message')
      .getByRole('option', { name: /Ben Ochieng/ })
      .click()
    await dialog(ada, 'New message').getByRole('button', { name: 'Open conversation' }).click()
    await write(ada, 'Between the two of us', 'Ben Ochieng')
    await expect(roomLink(ben, 'Ada Lovelace')).toBeVisible()
    await roomLink(ben, 'Ada Lovelace').click()
    await expect(row(messages(ben, 'Ada Lovelace'), 'Between the two of us')).toBeVisible()
    await expect(messages(ada, 'Ben Ochieng').getByText('Seen', { exact: true })).toBeVisible()
  })

  await test.step('after a reload all is there', async () => {
    await Promise.all([ada.reload(), ben.reload()])
    await expect(row(messages(ada, 'Ben Ochieng'), 'Between the two of us')).toBeVisible()
    await general(ada).click()
    await expect(row(atAda, 'One small thing more')).toContainText('(edited)')
    await expect(row(atAda, 'Yes, I just came in')).toContainText('Pinned')
    await expect(row(atAda, 'Hello, is anybody here?').getByRole('button', { name: /2 replies/ })).toBeVisible()
    await expect(row(atAda, 'Message deleted')).toBeVisible()
    await roomLink(ben, 'plans').click()
    await expect(row(messages(ben, '#plans'), 'Here I am')).toBeVisible()
    await expect(banner(ada)).toBeEmpty()
  })

  await test.step('who signs out is asked for the right password', async () => {
    await sidebar(ben).getByRole('button', { name: 'You: Ben Ochieng' }).click()
    await ben.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(ben.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    second.trouble.expect(/callback\/credentials.*401|status of 401/)
    await ben.getByLabel('Username').fill('ben')
    await ben.getByLabel('Password').fill('not my password')
    await ben.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(ben.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible()
    await ben.getByLabel('Password').fill('a very good password')
    await ben.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(roomLink(ben, 'plans')).toBeVisible()
  })
})
