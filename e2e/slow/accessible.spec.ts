import { expectAccessible } from '../fixtures/axe.ts'
import { act, composer, dialog, fromMyMenu, messages, openRoom, roomLink, row, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('the inbox, its lists and what asks for a time are accessible', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  const { page } = ada
  await openRoom(ben, room)
  await write(ben.page, `A word for @${ada.username}`)
  await openRoom(ada, room)
  await row(messages(page), 'A word for').focus()
  await page.keyboard.press('s')
  await expect(row(messages(page), 'A word for')).toContainText('Saved')
  await act(row(messages(page), 'A word for'), 'Remind me…')
  await expectAccessible(page, 'a time is chosen', '[role=dialog]')
  await dialog(page, 'Remind me').getByRole('button', { name: 'In 1 hour' }).click()
  await composer(page).fill('Said later')
  await page.getByRole('button', { name: 'Send later' }).click()
  await page.getByRole('menuitem', { name: 'In 1 hour' }).click()
  const inbox = page.getByRole('region', { name: 'Inbox' })
  for (const tab of ['mentions', 'threads', 'reminders', 'saved', 'scheduled']) {
    await page.goto(`${ada.origin}/inbox?tab=${tab}`)
    await expect(
      inbox.getByText(tab === 'scheduled' ? 'Said later' : tab === 'threads' ? 'Threads you write in' : 'A word for'),
    ).toBeVisible()
    await expectAccessible(page, `inbox, ${tab}`)
  }
  await inbox.getByRole('button', { name: 'Keywords' }).click()
  await expect(dialog(page, 'Keywords')).toBeVisible()
  await expectAccessible(page, 'keywords', '[role=dialog]')
})

test('sections, the menus of rooms, settings, groups and the state of sync are accessible', async ({ someone, roomOf }) => {
  test.setTimeout(120_000)
  const [ada, ben] = [await someone('Ada', { role: 'admin' }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  const { page } = ada
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(dialog(page)).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Add a topic' }).click()
  await expectAccessible(page, 'a topic that is written')
  await page.keyboard.type('What this is about')
  await page.keyboard.press('Enter')
  await expect(row(messages(page), 'set the topic')).toBeVisible()

  await roomLink(page, room.name).click({ button: 'right' })
  await expect(page.getByRole('menu', { name: 'Room' })).toBeVisible()
  await expectAccessible(page, 'the menu of a room', '[role=menu]')
  await page.getByRole('menuitem', { name: 'Mute' }).click()
  await sidebar(page).getByRole('button', { name: 'Section Rooms' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu', { name: 'Section Rooms' })).toBeVisible()
  await expectAccessible(page, 'the menu of a section', '[role=menu]')
  await page.getByRole('menuitem', { name: 'New section…' }).click()
  await expect(dialog(page, 'New section')).toBeVisible()
  await expectAccessible(page, 'a new section', '[role=dialog]')
  await page.keyboard.type('Work')
  await page.keyboard.press('Enter')
  await expect(sidebar(page).getByRole('navigation', { name: 'Work' })).toBeVisible()
  await expectAccessible(page, 'a room that is muted, a section that is empty, a line of the room itself')

  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Room settings…' }).click()
  await expect(dialog(page, 'Room settings')).toBeVisible()
  await expectAccessible(page, 'room settings', '[role=dialog]')
  await close()
  await page.getByRole('button', { name: /^Sync: / }).click()
  await expect(dialog(page, 'Live')).toBeVisible()
  await expectAccessible(page, 'the state of sync', '[role=dialog]')
  await close()
  await fromMyMenu(page, 'Groups')
  await expectAccessible(page, 'groups', '[role=dialog]')
  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(`team-${crypto.randomUUID().slice(0, 6)}`)
  await expectAccessible(page, 'a new group', '[role=dialog]')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText('Nobody is in this group yet.')).toBeVisible()
  await expectAccessible(page, 'a group', '[role=dialog]')
  await close()
  await page.getByRole('button', { name: 'Show details' }).click()
  await page.getByRole('button', { name: 'Menu for Ben' }).click()
  await expectAccessible(page, 'the menu of a member', '[role=menu]')
})

test('what stands beside a room, why it is unread, suggestions and the search are accessible', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen()
  const { page } = ada
  await write(ada.page, 'Where shall we eat?')
  await act(row(messages(ben.page), 'Where shall we eat?'), 'Reply in thread')
  await write(ben.page, 'At the harbour', 'thread')
  await act(row(messages(page), 'Where shall we eat?'), 'Pin')

  await page.getByRole('button', { name: '1 pinned message' }).click()
  await expect(page.getByRole('complementary', { name: 'Pinned messages' }).getByText('Pinned by Ada')).toBeVisible()
  await expectAccessible(page, 'pinned messages')
  await page.getByRole('button', { name: 'Show threads' }).click()
  await expect(page.getByRole('complementary', { name: 'Threads' }).getByText('1 reply')).toBeVisible()
  await expectAccessible(page, 'the threads of a room')

  await composer(page).pressSequentially('hi @be')
  await expect(page.getByRole('option').first()).toContainText('Ben')
  await expectAccessible(page, 'a list of suggestions')
  await composer(page).fill('')

  await write(ben.page, `@${ada.username} look here`)
  await act(row(messages(page), 'look here'), 'Mark unread from here')
  await page.getByRole('button', { name: 'Show details' }).click()
  await page.getByRole('button', { name: 'Why is this unread?' }).click()
  await expect(dialog(page, 'Why is this unread?')).toContainText('You are mentioned by Ben')
  await expectAccessible(page, 'why it is unread', '[role=dialog]')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)

  await page.keyboard.press('Control+Shift+F')
  await expect(page.getByRole('heading', { name: 'What you can type' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('from:')
  await expectAccessible(page, 'the search')
})
