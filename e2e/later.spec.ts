import type { Page } from '@playwright/test'
import { inbox, inboxLink, item, tab } from './fixtures/inbox.ts'
import { act, composer, dialog, fromMyMenu, messages, openRoom, row, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

/** In this many minutes, as a field of date and time takes it, on the clock of the page. */
const fieldTime = (page: Page, minutes: number) =>
  page.evaluate((ms) => {
    const at = new Date(Date.now() + ms)
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  }, minutes * 60_000)

test('a message is scheduled, changed, sent now or taken back, and another device follows [T3] [T4]', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen()
  const other = await ada.context.newPage()
  await other.goto(`${ada.origin}/inbox?tab=scheduled`)
  await expect(inbox(other)).toContainText('Messages you schedule wait here')

  await test.step('from the menu beside the button that sends, with the keyboard', async () => {
    const later = ada.page.getByRole('button', { name: 'Send later' })
    await expect(later).toHaveAttribute('aria-disabled', 'true')
    await composer(ada.page).fill('Good morning, Ben')
    await later.focus()
    await ada.page.keyboard.press('Enter')
    await expect(ada.page.getByRole('menuitem', { name: 'In 20 minutes' })).toBeVisible()
    await ada.page.getByRole('menuitem', { name: /^Tomorrow at/ }).press('Enter')
    await expect(composer(ada.page)).toHaveValue('')
    await expect(composer(ada.page)).toBeFocused()
    await expect(item(other, 'Good morning, Ben')).toContainText('tomorrow at')
    await expect(row(messages(ben.page), 'Good morning, Ben')).toHaveCount(0)
  })

  await test.step('edited on the other device', async () => {
    await item(other, 'Good morning, Ben').hover()
    await item(other, 'Good morning, Ben').getByRole('button', { name: 'Edit' }).click()
    await dialog(other, 'Edit scheduled message').getByLabel('Message').fill('Good evening, Ben')
    await dialog(other, 'Edit scheduled message').getByRole('button', { name: 'Save' }).click()
    await expect(item(other, 'Good evening, Ben')).toBeVisible()
  })

  await test.step('sent now: it is in the room once, and nowhere else', async () => {
    await item(other, 'Good evening, Ben').hover()
    await item(other, 'Good evening, Ben').getByRole('button', { name: 'Send now' }).click()
    await expect(row(messages(ben.page), 'Good evening, Ben')).toHaveCount(1)
    await expect(row(messages(ada.page), 'Good evening, Ben')).toHaveCount(1)
    await expect(item(other, 'Good evening, Ben')).toHaveCount(0)
  })

  await test.step('taken back', async () => {
    await composer(ada.page).fill('Never mind')
    await ada.page.getByRole('button', { name: 'Send later' }).click()
    await ada.page.getByRole('menuitem', { name: 'Another time…' }).click()
    const when = dialog(ada.page, 'Send later')
    await when.getByLabel('Another time').fill(await fieldTime(ada.page, 90))
    await when.getByRole('button', { name: 'Schedule' }).click()
    await item(other, 'Never mind').focus()
    await other.keyboard.press('e')
    await dialog(other, 'Cancel this message?').getByRole('button', { name: 'Don’t send it' }).click()
    await expect(item(other, 'Never mind')).toHaveCount(0)
  })

  await test.step('what can’t be sent says why and counts in the inbox', async () => {
    await composer(ada.page).fill('To a room I leave')
    await ada.page.getByRole('button', { name: 'Send later' }).click()
    await ada.page.getByRole('menuitem', { name: 'In 20 minutes' }).click()
    await expect(item(other, 'To a room I leave')).toBeVisible()
    await ada.page.getByRole('button', { name: 'Show details' }).click()
    await ada.page.getByRole('button', { name: 'Leave room' }).click()
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Leave/ })
      .click()
    await item(other, 'To a room I leave').hover()
    await item(other, 'To a room I leave').getByRole('button', { name: 'Send now' }).click()
    await expect(item(other, 'To a room I leave')).toContainText('Not sent: you are not in this room any more')
    await expect(inboxLink(other)).toContainText('1')
  })
})

test('a reminder comes back on all devices at its time, and is done with everywhere [T5]', async ({
  installation,
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()
  await write(ben.page, 'Please review the plan')
  const other = await ada.context.newPage()
  await other.goto(`${ada.origin}/inbox?tab=reminders`)

  await act(row(messages(ada.page), 'Please review the plan'), 'Remind me…')
  await dialog(ada.page, 'Remind me').getByRole('button', { name: 'In 20 minutes' }).click()
  await expect(item(other, 'Please review the plan')).toContainText('today at')
  await expect(inboxLink(other)).not.toContainText(/\d/)
  // Time passes.
  await installation.database.pool.query(
    "UPDATE reminder SET at = now(); UPDATE job SET run_at = now() WHERE kind = 'reminder:due'",
  )
  for (const page of [ada.page, other]) await expect(inboxLink(page)).toContainText('1')
  await expect(item(other, 'Please review the plan')).toContainText('Due')
  await expect(other.getByText('A reminder is due.').or(other.getByText('Reminder: Please review the plan'))).toBeVisible()
  await item(other, 'Please review the plan').focus()
  await other.keyboard.press('e')
  await expect(item(other, 'Please review the plan')).toHaveCount(0)
  await expect(inboxLink(ada.page)).not.toContainText(/\d/)
})

test('the inbox has what names one, followed threads, saved messages and keywords, walked by keyboard, and agrees with the rooms [T6] [T7] [T8]', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ben, room)
  const { page } = ada
  await page.goto(`${ada.origin}/inbox`)
  await expect(inbox(page)).toContainText('When somebody mentions you')

  await test.step('mentions arrive, count, open in their place, and are read from here', async () => {
    await write(ben.page, `First for @${ada.username}`)
    await write(ben.page, 'Nothing in particular')
    await write(ben.page, `Second for @${ada.username}`)
    await expect(inboxLink(page)).toContainText('2')
    await expect(item(page, /for @/)).toHaveCount(2)
    await expect(item(page, 'First for').first()).toContainText(`#${room.name}`)
    await item(page, 'Second for').focus()
    await page.keyboard.press('j')
    await expect(item(page, 'First for')).toBeFocused()
    await page.keyboard.press('e')
    await expect(inboxLink(page)).toContainText('1')
    await inbox(page).getByRole('button', { name: 'Unread' }).click()
    await expect(item(page, /for @/)).toHaveCount(1)
    await item(page, 'Second for').focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/r\/.*m=\d+/)
    await expect(row(messages(page), 'Second for')).toBeVisible()
    await expect(inboxLink(page)).not.toContainText(/\d/)
  })

  await test.step('S on a message keeps it; the inbox leads back to it; deleted, it shows as deleted', async () => {
    await row(messages(page), 'Nothing in particular').focus()
    await page.keyboard.press('s')
    await expect(row(messages(page), 'Nothing in particular')).toContainText('Saved')
    await page.keyboard.press('Control+Shift+M')
    await tab(page, 'Mentions').focus()
    for (const name of ['Threads', 'Reminders', 'Saved']) {
      await page.keyboard.press('ArrowRight')
      await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true')
    }
    await item(page, 'Nothing in particular').focus()
    await page.keyboard.press('Enter')
    await expect(row(messages(page), 'Nothing in particular')).toBeVisible()
    await act(row(messages(ben.page), 'Nothing in particular'), 'Delete')
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.goto(`${ada.origin}/inbox?tab=saved`)
    await expect(item(page, 'Message deleted')).toBeVisible()
    await item(page, 'Message deleted').focus()
    await page.keyboard.press('e')
    await expect(inbox(page)).toContainText('Save a message to find it again')
  })

  await test.step('a keyword is found in what others write', async () => {
    await fromMyMenu(page, 'Keywords')
    await dialog(page, 'Keywords').getByLabel('New keyword').fill('Zeppelin')
    await page.keyboard.press('Enter')
    await expect(dialog(page, 'Keywords').getByRole('list', { name: 'Your keywords' })).toContainText('zeppelin')
    await page.keyboard.press('Escape')
    await write(ben.page, 'There is a ZEPPELIN over the town')
    await expect(inboxLink(page)).toContainText('1')
    await tab(page, 'Mentions').click()
    await expect(item(page, 'over the town')).toContainText('keyword: zeppelin')
    await item(page, 'over the town').focus()
    await page.keyboard.press('e')
    await expect(inboxLink(page)).not.toContainText(/\d/)
  })

  await test.step('followed threads, what is new first', async () => {
    await openRoom(ada, room)
    await write(page, 'Shall we fly?')
    await act(row(messages(ben.page), 'Shall we fly?'), 'Reply in thread')
    await write(ben.page, 'Of course', 'thread')
    await page.keyboard.press('Control+Shift+M')
    await tab(page, 'Threads').click()
    await expect(tab(page, 'Threads')).toContainText('1')
    await expect(item(page, 'Of course')).toContainText('1 new')
    await item(page, 'Of course').focus()
    await page.keyboard.press('Enter')
    await expect(
      page
        .getByRole('complementary', { name: 'Thread' })
        .or(page.getByRole('region', { name: 'Thread' }))
        .first(),
    ).toBeVisible()
  })
})
