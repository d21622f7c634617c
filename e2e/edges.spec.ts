import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import { expectNothingWider, PHONE } from './fixtures/phone.ts'
import { composer, messages, openRoom, row } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('a message at the limit of size is sent, one above it is kept and told', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen()
  const field = composer(ada.page)
  const whole = `begins ${'x'.repeat(102_393)}`
  await field.fill(`${whole}y`)
  await expect(ada.page.getByRole('alert').filter({ hasText: 'Too long: 102,401 of 102,400 bytes' })).toBeVisible()
  await field.press('Enter')
  await expect(field).toHaveValue(`${whole}y`)
  await field.fill(whole)
  await field.press('Enter')
  await expect(field).toHaveValue('')
  await expect(row(messages(ben.page), 'begins')).toBeVisible()
  await expect(row(messages(ben.page), 'begins').getByRole('button', { name: 'Show all' })).toBeVisible()
})

test('piled marks, turned writing, many mentions and long names stay in their places', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben', { browser: PHONE })]
  const room = await roomOf(ada, ben)
  await installation.database.pool.query('UPDATE users SET display_name = $1 WHERE id = $2', ['🦄'.repeat(32), ada.id])
  const hand = await connectRaw(installation.url(), ada)
  const send = (body: string) => hand.get('message:send', { id: uuidv7(), roomId: room.id, body })
  await send(`before ${'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘'.repeat(20)} after`)
  await send('a file called gnp.\u202Eexe is turned')
  await send('שלום עולם, 3 דברים')
  await send(Array.from({ length: 200 }, (_, index) => `@${index % 2 ? ben.username : `nobody${index}`}`).join(' '))
  await send('the last one')
  hand.close()
  await openRoom(ben, room)
  const timeline = messages(ben.page)
  await expect(row(timeline, 'the last one')).toBeVisible()
  const piled = await row(timeline, 'before').locator('.md').textContent()
  expect(piled).not.toMatch(/\p{M}{9}/u)
  expect(await row(timeline, 'gnp.').locator('.md').textContent()).toBe('a file called gnp.exe is turned')
  await expect(row(timeline, 'עולם').locator('.md').first()).toHaveCSS('direction', 'rtl')
  await expect(row(timeline, 'nobody0').getByText(`@${ben.username}`)).toHaveCount(100)
  await expectNothingWider(ben.page)
  const wide = await timeline.evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth)
  expect(wide).toBe(0)
})
