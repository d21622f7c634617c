import { expectAccessible } from './fixtures/axe.ts'
import { paste } from './fixtures/clipboard.ts'
import { composer, messages, openRoom, row, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('lists, marks, quotes, links and code are written by keyboard, can be undone, and are drawn for the other', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await openRoom(ben, room)
  const field = composer(ada.page)
  const press = (keys: string) => field.press(keys)

  await test.step('a list goes on, is indented and ends', async () => {
    await field.pressSequentially('- milk')
    await press('Shift+Enter')
    await expect(field).toHaveValue('- milk\n- ')
    await press('Tab')
    await field.pressSequentially('of goats')
    await press('Shift+Enter')
    await press('Shift+Tab')
    await field.pressSequentially('bread')
    await expect(field).toHaveValue('- milk\n  - of goats\n- bread')
    await press('Shift+Enter')
    await press('Shift+Enter')
    await expect(field).toHaveValue('- milk\n  - of goats\n- bread\n')
    await press('Enter')
    const list = row(messages(ben.page), 'bread').getByRole('list').first()
    await expect(list.getByRole('listitem')).toHaveText([/^milk/, 'of goats', 'bread'])
  })

  await test.step('marks go around words and come off again, and undo knows them', async () => {
    await field.pressSequentially('all of it')
    await press('Control+a')
    await press('Control+b')
    await expect(field).toHaveValue('**all of it**')
    await press('Control+Shift+x')
    await expect(field).toHaveValue('**~~all of it~~**')
    await press('Control+z')
    await press('Control+z')
    await expect(field).toHaveValue('all of it')
    await press('Control+a')
    await press('Control+Shift+>')
    await expect(field).toHaveValue('> all of it')
    await press('Control+a')
    await press('Control+Shift+>')
    await press('Control+a')
    await paste(field, { 'text/plain': 'https://example.com/docs' })
    await expect(field).toHaveValue('[all of it](https://example.com/docs)')
    await press('Enter')
    await expect(row(messages(ben.page), 'all of it').getByRole('link')).toHaveAttribute('href', 'https://example.com/docs')
  })

  await test.step('in a block of code Enter makes a line; it is coloured for the reader', async () => {
    await field.pressSequentially('```ts')
    await press('Enter')
    await field.pressSequentially('const a = 1')
    await press('Enter')
    await field.pressSequentially('export { a }')
    await expect(field).toHaveValue('```ts\nconst a = 1\nexport { a }\n```')
    await press('Control+Enter')
    const code = row(messages(ben.page), 'const a').locator('pre')
    await expect(code.locator('.hljs-keyword').first()).toHaveText('const')
    await expect(code).toHaveText('const a = 1\nexport { a }')
    await row(messages(ben.page), 'const a').getByRole('button', { name: 'Copy code' }).focus()
  })

  await test.step('a spoiler is read by nobody until it is opened, by keyboard too', async () => {
    await write(ada.page, 'It was ||the **butler**|| of course')
    const said = row(messages(ben.page), 'of course')
    await expect(said.getByText('butler')).toBeHidden()
    await expect(said).toHaveAccessibleName(/It was \[spoiler\] of course/)
    await said.getByRole('button', { name: 'Spoiler: show it' }).focus()
    await ben.page.keyboard.press('Enter')
    await expect(said.getByText('butler')).toBeVisible()
    await expect(said.getByRole('button', { name: 'Spoiler: show it' })).toHaveCount(0)
  })
  await expectAccessible(ada.page, 'a room with formatted messages')
})

test('what is pasted becomes Markdown, and a file a sentence that costs nothing', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await openRoom(ben, room)
  const field = composer(ada.page)
  const html =
    '<h3>Plan</h3><ul><li>first <b>thing</b></li><li>second</li></ul><p>see <a href="https://example.com/x">here</a><img src=x onerror=alert(1)><a href="javascript:alert(1)">no</a></p>'
  await paste(field, { 'text/html': html, 'text/plain': 'Plan first thing second see here' })
  await expect(field).toHaveValue('### Plan\n\n- first **thing**\n- second\n\nsee [here](https://example.com/x)no')
  await paste(field, {}, ['cat.png'])
  await expect(ada.page.getByRole('alert').filter({ hasText: 'Files can’t be sent here yet' })).toBeVisible()
  await expect(field).toHaveValue(/Plan/)
  await field.press('Enter')
  await expect(row(messages(ben.page), 'Plan').getByRole('listitem')).toHaveText(['first thing', 'second'])
  await expect(row(messages(ben.page), 'Plan').getByRole('link')).toHaveCount(1)
})

test('names, rooms, emoji and commands are completed by keyboard', async ({ someone, roomOf }) => {
  const [ada, ben, cy] = [await someone('Ada'), await someone('Ben'), await someone('Cyrus')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await openRoom(ben, room)
  const field = composer(ada.page)
  const options = ada.page.getByRole('option')

  await test.step('a member is offered first, and taken with Tab', async () => {
    await field.pressSequentially(`hi @${ben.username.slice(0, 5)}`)
    await expect(options.first()).toContainText('Ben')
    await expect(field).toHaveAttribute('aria-activedescendant', /-0$/)
    await expect(ada.page.getByRole('status').filter({ hasText: /suggestion/ })).toBeAttached()
    await expectAccessible(ada.page, 'a list of suggestions')
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
    await ada.page.getByRole('button', { name: 'Invite' }).click()
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
    await field.pressSequentially(` #${room.name.slice(0, 6)}`)
    await expect(options.filter({ hasText: room.name })).toBeVisible()
    await field.press('Escape')
    await expect(options).toHaveCount(0)
    await expect(field).toHaveValue(`🎉 👍 #${room.name.slice(0, 6)}`)
    await field.fill('')
    await field.pressSequentially('/to')
    await expect(options).toHaveCount(1)
    await expect(options.first()).toContainText('Changes the topic')
    await field.press('Tab')
    await expect(field).toHaveValue('/topic ')
    await expect(ada.page.getByText('/topic words: Changes the topic')).toBeVisible()
  })
})

test('slash commands act, explain themselves, and can be written out', async ({ someone, roomOf }) => {
  const [ada, ben, cy] = [await someone('Ada'), await someone('Ben'), await someone('Cyrus')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await openRoom(ben, room)
  const field = composer(ada.page)
  const seen = messages(ben.page)
  const run = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
  }

  await run('/me waves')
  await expect(row(seen, 'Ada waves')).toBeVisible()
  await expect(row(seen, '/me')).toHaveCount(0)
  await run('/shrug no idea')
  await expect(row(seen, 'no idea ¯\\_(ツ)_/¯')).toBeVisible()
  await run('/topic Autumn fair')
  await expect(ben.page.getByText('Autumn fair')).toBeVisible()
  await expect(field).toHaveValue('')
  await run(`/invite @${cy.username}`)
  await openRoom(cy, room)
  await run('/invite @nobody-of-that-name')
  await expect(ada.page.getByRole('alert').filter({ hasText: 'Nobody here is called @nobody-of-that-name.' })).toBeVisible()
  await expect(field).toHaveValue('/invite @nobody-of-that-name')
  await run('/mute')
  await expect(ada.page.getByText('This room is muted.')).toBeVisible()
  await run('/status Gone fishing')
  await expect(ada.page.getByText('Your status is set.')).toBeVisible()
  await run('/dance with me')
  await expect(ada.page.getByRole('alert').filter({ hasText: 'There is no command /dance.' })).toBeVisible()
  await ada.page.getByRole('button', { name: 'Send as text' }).click()
  await expect(row(seen, '/dance with me')).toBeVisible()
  await run('//me is a command')
  await expect(row(seen, '/me is a command')).toBeVisible()
  await run('/usr/local/bin is a path')
  await expect(row(seen, '/usr/local/bin is a path')).toBeVisible()
})
