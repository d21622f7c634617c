import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { kept } from './fixtures/kept.ts'
import { startProxy } from './fixtures/proxy.ts'
import {
  act,
  banner,
  composer,
  dialog,
  messages,
  openRoom,
  roomLink,
  row,
  shownTexts,
  sidebar,
  write,
} from './fixtures/screen.ts'
import { seedMessages } from './fixtures/seed.ts'
import { shellKept } from './fixtures/shell.ts'
import { expect, test } from './fixtures/test.ts'
import { NETWORK_AWAY } from './fixtures/trouble.ts'

const numbered = Array.from({ length: 20 }, (_, i) => `Written away, ${i + 1} of 20.`)

test('Parley opens without a network, and what is written there survives a closed tab and arrives once, in order [K1] [K2] [C7] [OF1] F41', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await write(ada.page, 'Before the tunnel')
  await expect(row(messages(ben.page), 'Before the tunnel')).toBeVisible()
  await shellKept(ada.page)

  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  for (const text of numbered) await write(ada.page, text)
  await expect(row(messages(ada.page), '20 of 20.')).toBeVisible()
  await expect(banner(ada.page)).toContainText('20 messages will be sent')
  await ada.page.close()

  const reopened = await ada.context.newPage()
  await reopened.goto(ada.origin)
  await expect(roomLink(reopened, room.name)).toBeVisible()
  await expect(row(messages(reopened), 'Before the tunnel')).toBeVisible()
  await expect(banner(reopened)).toContainText('20 messages will be sent', { timeout: 20_000 })
  await ada.context.setOffline(false)

  await expect(row(messages(ben.page), '20 of 20.')).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => shownTexts(messages(ben.page))).toEqual(['Before the tunnel', ...numbered])
  await expect.poll(() => shownTexts(messages(reopened))).toEqual(['Before the tunnel', ...numbered])
  await expect(banner(reopened)).toBeEmpty()
})

test('what is written offline survives a reload of the tab as well F41', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await expect(sidebar(ada.page)).toBeVisible()

  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  for (const text of numbered.slice(0, 3)) await write(ada.page, text)
  await ada.page.reload().catch(() => undefined)
  await ada.context.setOffline(false)
  await ada.page.goto(`${ada.origin}/r/${room.id}`)
  await expect.poll(() => shownTexts(messages(ben.page)), { timeout: 20_000 }).toEqual(numbered.slice(0, 3))
  await expect.poll(() => shownTexts(messages(ada.page))).toEqual(numbered.slice(0, 3))
})

test('what others did while one was away arrives: edits, deletes, reactions, a rename, a removal [K2] [C1]', async ({
  installation,
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  const lost = { name: `lost ${crypto.randomUUID().slice(0, 6)}`, id: '' }
  lost.id = await createRoom(installation, ada, { name: lost.name, members: [ben] })
  await seedMessages(installation.database.pool, room.id, ada, ['will be edited', 'will be deleted', 'will be liked'])
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await expect(row(messages(ben.page), 'will be liked')).toBeVisible()
  await expect(roomLink(ben.page, lost.name)).toBeVisible()

  ben.trouble.expect(NETWORK_AWAY)
  await ben.context.setOffline(true)
  await expect(banner(ben.page)).toContainText('offline', { timeout: 20_000 })
  const atAda = messages(ada.page)
  await act(row(atAda, 'will be edited'), 'Edit')
  await atAda.getByRole('textbox', { name: 'Edit message' }).fill('was edited')
  await atAda.getByRole('textbox', { name: 'Edit message' }).press('Enter')
  await act(row(atAda, 'will be liked'), 'React with 👍')
  await act(row(atAda, 'will be deleted'), 'Delete')
  await dialog(ada.page).getByRole('button', { name: 'Delete' }).click()
  await expect(row(atAda, 'Message deleted')).toBeVisible()
  await write(ada.page, 'something new')
  await expect(row(atAda, 'something new')).toHaveCount(1)
  const renamed = `renamed ${crypto.randomUUID().slice(0, 6)}`
  const hand = await connectRaw(installation.url(), ada)
  await hand.get('room:update', { roomId: room.id, name: renamed })
  await hand.get('room:kick', { roomId: lost.id, userId: ben.id })
  hand.close()
  await expect(row(messages(ben.page), 'was edited')).toHaveCount(0)

  await ben.context.setOffline(false)
  const atBen = messages(ben.page)
  await expect(row(atBen, 'was edited')).toContainText('(edited)')
  await expect(row(atBen, 'Message deleted')).toBeVisible()
  await expect(row(atBen, 'will be liked').getByRole('button', { name: '👍 1: Ada' })).toBeVisible()
  await expect(row(atBen, 'something new')).toBeVisible()
  await expect(roomLink(ben.page, renamed)).toBeVisible()
  await expect(composer(ben.page, `#${renamed}`)).toBeVisible()
  await expect(roomLink(ben.page, lost.name)).toHaveCount(0)
})

test('a reload draws from the device before the socket answers [C6]', async ({ installation, someone, roomOf }) => {
  const proxy = await startProxy(installation.url())
  const [ada, ben] = [await someone('Ada', { origin: proxy.url }), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await seedMessages(
    installation.database.pool,
    room.id,
    ben,
    ['one', 'two', 'three'].map((word) => `Kept on the device: ${word}.`),
  )
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  await expect(row(messages(ada.page), 'three')).toBeVisible()
  const rowsKept = async () => (await kept(ada.page, ada.id, 'rows')).find((one) => one.roomId === room.id)?.messages.length
  await expect.poll(rowsKept, 'rows written to the device').toBe(3)

  proxy.hold()
  await ada.page.reload()
  await expect(row(messages(ada.page), 'three')).toBeVisible()
  await expect(roomLink(ada.page, room.name)).toBeVisible()
  await write(ben.page, 'Written meanwhile')
  await expect(row(messages(ada.page), 'Written meanwhile')).toHaveCount(0)
  proxy.letThrough()
  await expect(row(messages(ada.page), 'Written meanwhile')).toBeVisible()
  await ada.context.close()
  await proxy.close()
})

test('what was typed right before the page is left is still there, without a network too [X1]', async ({ someone, roomOf }) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  await openRoom(ada, room)
  const field = composer(ada.page)
  await field.pressSequentially('A thought')
  await ada.page.goto('about:blank')
  await openRoom(ada, room)
  await expect(field).toHaveValue('A thought')

  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  await field.press('Control+End')
  await field.pressSequentially(' that goes on')
  const closed = ada.page.waitForEvent('close')
  await ada.page.close({ runBeforeUnload: true })
  await closed
  await ada.context.setOffline(false)
  const page = await ada.context.newPage()
  await openRoom({ page, origin: ada.origin }, room)
  await expect(composer(page)).toHaveValue('A thought that goes on')
})
