import { composer, messages, openRoom, row } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('names, rooms, emoji and commands are completed by keyboard', async ({ someone, adaAndBen }) => {
  const { ada, ben, room } = await adaAndBen()
  const cy = await someone('Cyrus')
  const field = composer(ada.page)
  const options = ada.page.getByRole('option')

  await test.step('a member is offered first, and taken with Tab', async () => {
    await field.pressSequentially(`hi @${ben.username.slice(0, 5)}`)
    await expect(options.first()).toContainText('Ben')
    await expect(field).toHaveAttribute('aria-activedescendant', /-0$/)
    await expect(ada.page.getByRole('status').filter({ hasText: /suggestion/ })).toBeAttached()
    await field.press('Tab')
    await expect(field).toHaveValue(`hi @${ben.username} `)
    await field.press('Enter')
    await expect(row(messages(ben.page), 'hi').getByText(`@${ben.username}`)).toBeVisible()
  })

  await test.step('somebody outside is marked, and invited from here', async () => {
    await field.pressSequentially(`and @${cy.username}`)
    await expect(options.filter({ hasText: 'not in room' })).toContainText('Cyrus')
    await field.press('Tab')
    await expect(ada.page.getByText('Cyrus is not in this room and will not see it.')).toBeVisible()
    await ada.page.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(ada.page.getByText('will not see it')).toHaveCount(0)
    await openRoom(cy, room)
    await field.press('Enter')
    await expect(row(messages(cy.page), 'and').getByText(`@${cy.username}`)).toBeVisible()
  })

  await test.step('@all says how many people it reaches', async () => {
    await field.pressSequentially('@all come in')
    await expect(ada.page.getByText('@all tells 2 people.')).toBeVisible()
    await field.fill('`@all` is a word')
    await expect(ada.page.getByText('@all tells')).toHaveCount(0)
    await field.fill('')
  })

  await test.step('emoji and rooms; Escape leaves what was typed', async () => {
    await field.pressSequentially(':tad')
    await expect(options.first()).toContainText(':tada:')
    await field.press('Enter')
    await expect(field).toHaveValue('🎉 ')
    await field.pressSequentially(':thumbsup:')
    await expect(field).toHaveValue('🎉 👍')
    await field.pressSequentially(` #${room.name.slice(0, 3)}`)
    await expect(options.filter({ hasText: room.name })).toBeVisible()
    await field.press('Escape')
    await expect(options).toHaveCount(0)
    await expect(field).toHaveValue(`🎉 👍 #${room.name.slice(0, 3)}`)
    await field.fill('')
    await field.pressSequentially('/to')
    await expect(options).toHaveCount(1)
    await expect(options.first()).toContainText('Changes the topic')
    await field.press('Tab')
    await expect(field).toHaveValue('/topic ')
    await expect(ada.page.getByText('/topic words: Changes the topic')).toBeVisible()
  })
})
