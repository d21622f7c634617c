import { connectRaw } from '#server/testing/raw-client.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { signIn } from '../fixtures/people.ts'
import { PHONE } from '../fixtures/phone.ts'
import { act, composer, dialog, messages, openRoom, row, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { NETWORK_AWAY } from '../fixtures/trouble.ts'

test('an edit shows what was before it to everybody, and a deletion erases that [X2]', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen()
  await write(ada.page, 'The meeting is on Monday')
  await expect(row(messages(ben.page), 'Monday')).toBeVisible()
  const own = messages(ada.page).getByRole('textbox', { name: 'Edit message' })

  await composer(ada.page).press('ArrowUp')
  await expect(own).toHaveValue('The meeting is on Monday')
  await own.press('Escape')
  await expect(composer(ada.page)).toBeFocused()
  await composer(ada.page).press('ArrowUp')
  await own.fill('The meeting is on Tuesday')
  await own.press('Enter')

  const edited = row(messages(ben.page), 'Tuesday').getByRole('button', { name: '(edited)' })
  await edited.click()
  const edits = dialog(ben.page, 'Edits')
  await expect(edits.locator('ins')).toHaveText('Tuesday')
  await expect(edits.locator('del')).toHaveText('Monday')
  await expectAccessible(ben.page, 'edits', '[role=dialog]')
  await act(row(messages(ada.page), 'Tuesday'), 'Delete')
  await dialog(ada.page).or(ada.page.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }).click()
  await expect(edits.getByText('The message was deleted, and its edits with it.')).toBeVisible()
  await expect(edits.getByText('Monday')).toHaveCount(0)
  await ben.page.keyboard.press('Escape')
})

test('a message that is deleted while it is edited or answered leaves what was written', async ({ installation, adaAndBen }) => {
  const { ada, ben, room } = await adaAndBen()
  await write(ada.page, 'A first version')
  await act(row(messages(ben.page), 'A first version'), 'Reply with a quote')
  await expect(ben.page.getByText('Answer to')).toContainText('A first version')
  await composer(ada.page).press('ArrowUp')
  const field = messages(ada.page).getByRole('textbox', { name: 'Edit message' })
  await field.fill('A much better version')
  const hand = await connectRaw(installation.url(), ada)
  const { messages: rows } = await hand.get('room:history', { roomId: room.id })
  await hand.get('message:delete', { roomId: room.id, id: rows.at(-1)!.id })
  hand.close()
  await expect(messages(ada.page).getByText('This message was deleted while you were editing it.')).toBeVisible()
  await expect(field).toHaveValue('A much better version')
  await expect(ben.page.getByText('Answer to')).toContainText('a message that was deleted')
  await messages(ada.page).getByRole('button', { name: 'Send as new message' }).click()
  await expect(row(messages(ben.page), 'A much better version')).toBeVisible()
  await write(ben.page, 'I saw it')
  await expect(row(messages(ada.page), 'I saw it')).toContainText('Message deleted')
})

test('words that are selected are quoted, and a message is forwarded as far as its readers may see it', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben, cy] = [await someone('Ada'), await someone('Ben'), await someone('Cyrus')]
  const [open, other] = [await roomOf(ada, ben), await roomOf(ada, ben, cy)]
  const hand = await connectRaw(ada.origin, ada)
  const { room: secret } = await hand.get('room:create', { kind: 'PRIVATE', name: `secret ${open.name}`, memberIds: [ben.id] })
  hand.close()
  await openRoom(ada, open)
  await write(ada.page, 'Tea is at four in the kitchen')

  await test.step('quote', async () => {
    await row(messages(ada.page), 'Tea is at four')
      .locator('.md')
      .first()
      .evaluate((body) => {
        const text = document.createTreeWalker(body, NodeFilter.SHOW_TEXT).nextNode()
        document.getSelection()?.setBaseAndExtent(text as Node, 0, text as Node, 14)
      })
    await ada.page.getByRole('button', { name: 'Quote selected words' }).click()
    await expect(composer(ada.page)).toHaveValue('> Tea is at four\n\n')
    await composer(ada.page).pressSequentially('is that so?')
    await composer(ada.page).press('Enter')
    await expect(row(messages(ada.page), 'is that so?').locator('blockquote')).toHaveText('Tea is at four')
  })

  const forward = async (words: string) => {
    await act(row(messages(ada.page), words).first(), 'Forward…')
    await dialog(ada.page).getByRole('combobox').fill(other.name)
    await ada.page.keyboard.press('Enter')
    await dialog(ada.page).getByRole('textbox', { name: 'Comment' }).fill(`about ${words}`)
  }
  await test.step('of a public room everybody sees it, as it is now', async () => {
    await forward('Tea is at four')
    await expectAccessible(ada.page, 'forward', '[role=dialog]')
    await ada.page.keyboard.press('Enter')
    await openRoom(cy, other)
    const card = row(messages(cy.page), 'about Tea').getByRole('figure')
    await expect(card).toContainText('Ada')
    await expect(card).toContainText('Tea is at four in the kitchen')
  })
  await test.step('of a private one only its members do, and nobody else learns what it is called', async () => {
    await openRoom(ada, { id: secret.id, name: `secret ${open.name}` })
    await write(ada.page, 'Cake at five')
    await forward('Cake at five')
    await expect(dialog(ada.page).getByText('Only people who are in its room will see what it says.')).toBeVisible()
    await ada.page.keyboard.press('Enter')
    const told = row(messages(cy.page), 'about Cake')
    await expect(told).toContainText('A message in a room you can’t see.')
    await expect(told).not.toContainText('secret')
    await openRoom(ben, other)
    await expect(row(messages(ben.page), 'about Cake').getByRole('figure')).toContainText('Cake at five')
  })
})

test('drafts follow a person to their other devices, and none is lost [X1]', async ({
  installation,
  openBrowser,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const [room, second] = [await roomOf(ada, ben), await roomOf(ben, ada)]
  const { context, trouble } = await openBrowser('Ada’s phone', PHONE)
  await signIn(context, installation.url(), ada.username)
  const phone = { page: await context.newPage(), origin: installation.url() }
  await openRoom(ada, room)
  await openRoom(phone, room)

  await test.step('live, both ways', async () => {
    await composer(ada.page).pressSequentially('half a')
    await expect(composer(phone.page)).toHaveValue('half a')
    await composer(phone.page).fill('half a thought')
    await expect(composer(ada.page)).toHaveValue('half a thought')
  })

  await test.step('written on both at once, one stays and the other is offered', async () => {
    trouble.expect(NETWORK_AWAY)
    await context.setOffline(true)
    await composer(phone.page).fill('from the train')
    await composer(ada.page).fill('from the desk')
    await expect
      .poll(async () => {
        const hand = await connectRaw(installation.url(), ada)
        const { room: told } = await hand.get('room:get', { roomId: room.id })
        hand.close()
        return told.draft
      })
      .toBe('from the desk')
    await context.setOffline(false)
    const offered = phone.page.getByText(/Another draft:/)
    await expect(offered).toContainText(/from the (train|desk)/, { timeout: 40_000 })
    await phone.page.getByRole('button', { name: 'Swap' }).tap()
    await expect(composer(phone.page)).toHaveValue('from the train')
    await expect(composer(ada.page)).toHaveValue('from the train')
  })

  await test.step('all in one place', async () => {
    await openRoom(ada, second)
    await composer(ada.page).fill('in the second room')
    await expect(sidebar(ada.page).getByRole('link', { name: room.name }).getByRole('img', { name: 'Draft' })).toBeVisible()
    await sidebar(ada.page)
      .getByRole('link', { name: /Drafts/ })
      .click()
    const drafts = ada.page.getByRole('region', { name: 'Drafts' })
    await expect(drafts.getByRole('listitem')).toHaveCount(2)
    await expectAccessible(ada.page, 'drafts')
    await drafts.getByRole('link', { name: /in the second room/ }).click()
    await expect(composer(ada.page)).toHaveValue('in the second room')
  })

  await test.step('also of a room one is removed from while writing', async () => {
    await composer(ada.page).fill('what I wanted to say')
    const hand = await connectRaw(installation.url(), ben)
    await hand.get('room:kick', { roomId: second.id, userId: ada.id })
    hand.close()
    ada.trouble.expect(/404/)
    await ada.page
      .getByRole('link', { name: /Drafts/ })
      .or(ada.page.getByRole('button', { name: 'Show what you wrote' }))
      .first()
      .click()
    await expect(ada.page.getByRole('region', { name: 'Drafts' })).toContainText('what I wanted to say')
    await ada.page.reload()
    await expect(ada.page.getByRole('region', { name: 'Drafts' })).toContainText('what I wanted to say')
  })
})
