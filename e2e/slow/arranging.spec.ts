import type { Page } from '@playwright/test'
import { kept } from '../fixtures/kept.ts'
import { type Someone, signIn } from '../fixtures/people.ts'
import { PHONE } from '../fixtures/phone.ts'
import { composer, dialog, messages, openRoom, openSettings, roomLink, row, sidebar, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { NETWORK_AWAY } from '../fixtures/trouble.ts'

const section = (page: Page, title: string) => sidebar(page).getByRole('navigation', { name: title, exact: true })
const namesIn = (page: Page, title: string) => section(page, title).getByRole('link').locator('bdi').allTextContents()
const menuItem = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name, exact: true })

/** Opens a room's menu from its line in the sidebar by the keys. */
async function menuByKeys(page: Page, name: string) {
  await roomLink(page, name).focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'Room' })).toBeVisible()
}

/** Finds an item of the open menu by its first letters. */
async function find(page: Page, name: string) {
  await page.keyboard.type(name.slice(0, 8))
  await expect(menuItem(page, name)).toBeFocused()
}

test('sections, places and favourites are made by keyboard alone, and stand on the phone at once and for ever', async ({
  someone,
  roomOf,
  openBrowser,
}) => {
  const ada = await someone('Ada')
  const [one, two, three] = [await roomOf(ada), await roomOf(ada), await roomOf(ada)]
  const { context } = await openBrowser('Ada’s phone', PHONE)
  await signIn(context, ada.origin, ada.username)
  const mobile = await context.newPage()
  await Promise.all([openRoom(ada, one), mobile.goto(`${ada.origin}/rooms`)])
  const { page } = ada

  await test.step('a section of one’s own, with a room in it', async () => {
    await menuByKeys(page, one.name)
    await find(page, 'Move to section')
    await page.keyboard.press('ArrowRight')
    await expect(menuItem(page, 'New section…')).toBeVisible()
    await page.keyboard.press('End')
    await expect(menuItem(page, 'New section…')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog(page, 'New section').getByRole('textbox')).toBeFocused()
    await page.keyboard.type('Work')
    await page.keyboard.press('Enter')
    await expect.poll(() => namesIn(page, 'Work')).toEqual([one.name])
    await expect.poll(() => namesIn(mobile, 'Work')).toEqual([one.name])
  })

  await test.step('rooms in it, in one’s own order', async () => {
    for (const room of [two, three]) {
      await menuByKeys(page, room.name)
      await find(page, 'Move to section')
      await page.keyboard.press('ArrowRight')
      await menuItem(page, 'Work').focus()
      await page.keyboard.press('Enter')
      await expect(section(page, 'Work').getByRole('link', { name: room.name })).toBeVisible()
    }
    const [first, ...rest] = await namesIn(page, 'Work')
    await menuByKeys(page, first as string)
    await find(page, 'Move down')
    await page.keyboard.press('Enter')
    const order = [rest[0], first, rest[1]]
    await expect.poll(() => namesIn(page, 'Work')).toEqual(order)
    await expect.poll(() => namesIn(mobile, 'Work')).toEqual(order)
  })

  await test.step('a favourite stands on top, and goes back where it was', async () => {
    await menuByKeys(page, three.name)
    await find(page, 'Add to favourites')
    await page.keyboard.press('Enter')
    await expect.poll(() => namesIn(mobile, 'Favourites')).toEqual([three.name])
    const first = sidebar(page).getByRole('navigation').first()
    await expect(first).toHaveAccessibleName('Favourites')
    await menuByKeys(page, three.name)
    await find(page, 'Remove from favourites')
    await page.keyboard.press('Enter')
    await expect(section(mobile, 'Favourites')).toHaveCount(0)
    await expect(section(mobile, 'Work').getByRole('link')).toHaveCount(3)
  })

  await test.step('the section is moved, folded, renamed and deleted; a reload changes nothing', async () => {
    const button = section(page, 'Work').getByRole('button', { name: 'Section Work' })
    await button.press('Enter')
    await expect(page.getByRole('menu', { name: 'Section Work' })).toBeFocused()
    await find(page, 'Move down')
    await page.keyboard.press('Enter')
    const titles = (of: Page) =>
      sidebar(of)
        .getByRole('navigation')
        .evaluateAll((all) => all.map((element) => element.getAttribute('aria-label')))
    await expect.poll(() => titles(mobile)).toEqual(['Rooms', 'Work', 'Direct messages'])
    await section(page, 'Work').getByRole('button', { name: 'Work', exact: true }).press('Enter')
    await expect(section(mobile, 'Work').getByRole('button', { name: 'Work', exact: true })).toHaveAttribute(
      'aria-expanded',
      'false',
    )
    await button.press('Enter')
    await menuItem(page, 'Rename…').press('Enter')
    await page.getByRole('textbox', { name: 'Name' }).fill('Projects')
    await page.keyboard.press('Enter')
    await expect(section(mobile, 'Projects')).toBeVisible()
    await page.reload()
    await expect.poll(() => titles(page)).toEqual(['Rooms', 'Projects', 'Direct messages'])
    await section(page, 'Projects').getByRole('button', { name: 'Section Projects' }).press('Enter')
    await menuItem(page, 'Delete section…').press('Enter')
    await dialog(page).getByRole('button', { name: 'Delete section' }).press('Enter')
    await expect.poll(() => titles(mobile)).toEqual(['Rooms', 'Direct messages'])
    await expect(section(mobile, 'Rooms').getByRole('link', { name: one.name })).toBeVisible()
  })
})

test('a room is dragged to its place and into a section; on the phone a long press opens its menu', async ({
  someone,
  roomOf,
  openBrowser,
}) => {
  const ada = await someone('Ada')
  const rooms = [await roomOf(ada), await roomOf(ada)]
  const { context } = await openBrowser('Ada’s phone', PHONE)
  await signIn(context, ada.origin, ada.username)
  const mobile = await context.newPage()
  await Promise.all([openRoom(ada, rooms[0]!), mobile.goto(`${ada.origin}/rooms`)])
  const { page } = ada

  const before = await namesIn(page, 'Rooms')
  const [, top, bottom] = before as [string, string, string]
  await roomLink(page, bottom).dragTo(roomLink(page, top), { targetPosition: { x: 40, y: 3 } })
  await expect.poll(() => namesIn(page, 'Rooms')).toEqual([before[0], bottom, top, ...before.slice(3)])
  await expect.poll(() => namesIn(mobile, 'Rooms')).toEqual([before[0], bottom, top, ...before.slice(3)])

  const link = roomLink(mobile, top)
  const box = (await link.boundingBox())!
  const touch = await mobile.context().newCDPSession(mobile)
  const points = [{ x: box.x + 60, y: box.y + box.height / 2 }]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points })
  await expect(mobile.getByRole('menu', { name: 'Room' })).toBeVisible()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await menuItem(mobile, 'Mute').tap()
  await expect(link).toContainText('muted')
  await expect(roomLink(page, top)).toContainText('muted')
  expect(mobile.url()).toMatch(/\/rooms$/)
})

test('what is arranged while the network is away is kept over a closed tab, and told when it is back', async ({
  someone,
  roomOf,
  openBrowser,
}) => {
  const ada = await someone('Ada')
  const room = await roomOf(ada)
  const { context } = await openBrowser('Ada’s other computer')
  await signIn(context, ada.origin, ada.username)
  const other = await context.newPage()
  await Promise.all([openRoom(ada, room), other.goto(`${ada.origin}/`)])
  const { page } = ada
  // Parts that open later are there before the network goes.
  await menuByKeys(page, room.name)
  await page.keyboard.press('Escape')
  ada.trouble.expect(NETWORK_AWAY)
  await ada.context.setOffline(true)
  await menuByKeys(page, room.name)
  await menuItem(page, 'Add to favourites').press('Enter')
  await menuByKeys(page, room.name)
  await menuItem(page, 'Mute').press('Enter')
  await expect.poll(() => namesIn(page, 'Favourites')).toEqual([room.name])
  await expect(roomLink(page, room.name)).toContainText('muted')
  await expect(section(other, 'Favourites')).toHaveCount(0)
  await expect.poll(async () => (await kept(page, ada.id, 'wishes')).length).toBe(2)
  await page.close()
  await ada.context.setOffline(false)
  const reopened = await ada.context.newPage()
  await reopened.goto(`${ada.origin}/r/${room.id}`)
  await expect.poll(() => namesIn(reopened, 'Favourites')).toEqual([room.name])
  await expect.poll(() => namesIn(other, 'Favourites')).toEqual([room.name])
  await expect(roomLink(other, room.name)).toContainText('muted')
})

test('a muted room is quiet but for a mention, and a level or a default is another matter', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const [quiet, here] = [await roomOf(ada, ben), await roomOf(ada, ben)]
  await Promise.all([openRoom(ada, here), openRoom(ben, quiet)])
  const { page } = ada
  await menuByKeys(page, quiet.name)
  await menuItem(page, 'Mute').press('Enter')
  await write(ben.page, 'Anybody?')
  const link = roomLink(page, quiet.name)
  await expect(link).toHaveClass(/text-soft/)
  await write(ben.page, `@${ada.username} you?`)
  await expect(link).toHaveAccessibleName(/1 mention|1/)
  await page.getByRole('button', { name: 'Show details' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('radio', { name: 'As usual' })).toBeChecked()
  await details.getByText('Mentions', { exact: true }).click()
  await expect(details.getByRole('radio', { name: 'Mentions' })).toBeChecked()
  await openSettings(page, 'Notifications')
  await page.getByRole('radio', { name: 'Nothing' }).check()
  await roomLink(page, here.name).click()
  await expect(details.or(page.getByRole('button', { name: 'Show details' }))).toBeVisible()
  if (!(await details.isVisible())) await page.getByRole('button', { name: 'Show details' }).click()
  await details.getByText('As usual').click()
  await expect(details.getByText('Usually: nothing.')).toBeVisible()
})

async function settings(of: Someone) {
  await of.page.getByRole('button', { name: 'Room menu' }).click()
  await menuItem(of.page, 'Room settings…').click()
  return dialog(of.page, 'Room settings')
}

test('an owner makes a moderator, who closes the room for announcements and slows it down; both see all of it at once', async ({
  someone,
  roomOf,
}) => {
  test.setTimeout(120_000)
  const [ada, ben, cat] = [await someone('Ada'), await someone('Ben'), await someone('Cat', { browser: PHONE })]
  const room = await roomOf(ada, ben, cat)
  await Promise.all([openRoom(ada, room), openRoom(ben, room), openRoom(cat, room)])

  await test.step('the role', async () => {
    await ada.page.getByRole('button', { name: 'Show details' }).click()
    const members = ada.page.getByRole('region', { name: 'Members' })
    await members.getByRole('button', { name: 'Menu for Ben' }).click()
    await menuItem(ada.page, 'Make moderator').click()
    await expect(members.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('Moderator')
    await members.getByRole('button', { name: 'Menu for Ada' }).click()
    await menuItem(ada.page, 'Make plain member').click()
    await dialog(ada.page).getByRole('button', { name: 'Stop being an owner' }).click()
    await expect(dialog(ada.page)).toContainText('A room needs an owner')
    await ada.page.keyboard.press('Escape')
  })

  await test.step('announcements', async () => {
    await write(cat.page, 'Before')
    const form = await settings(ben)
    await form.getByText('Announcements', { exact: true }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(cat.page.getByText(/for announcements: its owners and moderators write here/)).toBeVisible()
    await expect(composer(cat.page)).toHaveCount(0)
    await expect(row(messages(cat.page), 'made this a room for announcements')).toHaveAccessibleName(/^Ben /)
    await write(ben.page, 'Heard and decided')
    await expect(row(messages(cat.page), 'Heard and decided')).toBeVisible()
  })

  await test.step('slow mode', async () => {
    const form = await settings(ben)
    await form.getByText('Everybody', { exact: true }).click()
    await form.getByRole('combobox').selectOption('30')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(composer(cat.page)).toBeVisible()
    await composer(cat.page).fill('One of mine')
    await cat.page.getByRole('button', { name: 'Send', exact: true }).tap()
    await expect(row(messages(cat.page), 'One of mine')).toContainText(/Slow mode: sent in \d+ seconds/)
    await expect(cat.page.getByText(/Slow mode: 1 message will go out in \d+ seconds\./)).toBeVisible()
    await write(ben.page, 'Exempt')
    await write(ben.page, 'Twice')
    await expect(ben.page.getByText(/you can write again/)).toHaveCount(0)
    await expect(row(messages(ben.page), 'One of mine'), 'what waited goes out by itself').toBeVisible({ timeout: 40_000 })
    await expect(cat.page.getByText(/you can write again in \d+ seconds/)).toBeVisible()
  })

  await test.step('the topic where it stands, and the archive', async () => {
    await ben.page.getByRole('button', { name: 'Add a topic' }).click()
    await ben.page.keyboard.type('What was decided')
    await ben.page.keyboard.press('Enter')
    await expect(ada.page.getByRole('button', { name: /^Topic: What was decided/ })).toBeVisible()
    const form = await settings(ben)
    await form.getByRole('button', { name: 'Archive…' }).click()
    await dialog(ben.page).getByRole('button', { name: 'Archive room' }).click()
    for (const { page } of [ada, ben, cat]) {
      await expect(page.getByText('This room is archived: it can be read, not written in.')).toBeVisible()
      await expect(composer(page)).toHaveCount(0)
    }
    await ada.page.getByRole('button', { name: 'Open again', exact: true }).first().click()
    await dialog(ada.page).getByRole('button', { name: 'Open again' }).click()
    await expect(composer(cat.page)).toBeVisible()
  })
})

test('a group is made, completed, mentioned and told live; the others see who is in it', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { role: 'admin' }), await someone('Ben', { browser: PHONE })]
  const [room, other] = [await roomOf(ada, ben), await roomOf(ada, ben)]
  await Promise.all([openRoom(ada, room), openRoom(ben, other)])
  const name = `design-${crypto.randomUUID().slice(0, 6)}`
  const { page } = ada

  await sidebar(page)
    .getByRole('button', { name: /^You: / })
    .click()
  await menuItem(page, 'Groups').click()
  await dialog(page, 'Groups').getByRole('button', { name: 'New group' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(ben.username)
  await page.getByRole('button', { name: 'Create group' }).click()
  await expect(page.getByText(/is taken, or looks like one that is/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('textbox', { name: /^Description/ }).fill('Who draws')
  await page.keyboard.press('Enter')
  await dialog(page, `@${name}`).getByRole('button', { name: 'Add people' }).click()
  await expect(dialog(page, `Add to @${name}`).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(ben.username)
  // Everybody is listed until the search is answered: Enter takes the first of the list.
  await expect(dialog(page).getByRole('option')).toHaveCount(1)
  await expect(dialog(page).getByRole('option', { name: /Ben/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText('In the group')).toBeVisible()
  await page.keyboard.press('Escape')

  await composer(page, `#${room.name}`).pressSequentially(`@${name.slice(0, 9)}`)
  await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('please look')
  await page.keyboard.press('Enter')
  const message = row(messages(page), 'please look')
  await expect(message.getByRole('button', { name: `@${name}` })).toBeVisible()

  await ben.page.getByRole('button', { name: 'All rooms' }).tap()
  await expect(roomLink(ben.page, room.name)).toHaveAccessibleName(/1/)
  await roomLink(ben.page, room.name).tap()
  await row(messages(ben.page), 'please look')
    .getByRole('button', { name: `@${name}` })
    .tap()
  await expect(dialog(ben.page, `@${name}`).getByText(`@${ben.username}`)).toBeVisible()
  await expect(dialog(ben.page).getByRole('button', { name: 'Add people' })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')

  await message.getByRole('button', { name: `@${name}` }).click()
  await dialog(page, `@${name}`).getByRole('button', { name: 'Delete group' }).click()
  await dialog(page, `Delete @${name}?`).getByRole('button', { name: 'Delete group' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await row(messages(ben.page), 'please look').click()
  await expect(row(messages(ben.page), 'please look')).toContainText(`@${name}`)
})

test('how a room stands against the server is in its header, and can be copied without a word of it', async ({ adaAndBen }) => {
  const { ada, ben, room } = await adaAndBen()
  await write(ben.page, 'the words nobody should copy')
  await expect(row(messages(ada.page), 'nobody should copy')).toBeVisible()
  const { page, context } = ada
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Sync: Live' }).click()
  const panel = dialog(page, 'Live')
  await expect(panel.getByText('1 of 1')).toBeVisible()
  await panel.getByRole('button', { name: 'Copy diagnosis' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain(`room: ${room.id}`)
  for (const fact of ['status: live', 'seq: 1', 'rev: ', 'connection: ', 'node: ', 'epoch: ', 'outbox: 0 here'])
    expect(copied).toContain(fact)
  for (const secret of ['nobody should copy', room.name, 'eyJ', 'token']) expect(copied).not.toContain(secret)
  await page.keyboard.press('Escape')

  ada.trouble.expect(NETWORK_AWAY)
  await context.setOffline(true)
  await expect(page.getByRole('button', { name: /^Sync: Offline since / })).toBeVisible()
  await write(page, 'for later')
  await page.getByRole('button', { name: /^Sync: Offline since / }).click()
  await expect(dialog(page).getByText('1 message here, 1 in all')).toBeVisible()
  await context.setOffline(false)
  await expect(dialog(page, 'Live')).toBeVisible()
  await expect(dialog(page).getByText('0 messages here, 0 in all')).toBeVisible()
})

test('of 500 rooms, what is written in one draws one line anew', async ({ installation, someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const [here, busy] = [await roomOf(ada, ben), await roomOf(ada, ben)]
  await installation.database.pool.query(
    `WITH made AS (
       INSERT INTO room (id, kind, name, name_key, created_by, member_count)
       SELECT gen_random_uuid(), 'PRIVATE', 'filler ' || n, 'filler ' || n, $1, 1 FROM generate_series(1, 500) n RETURNING id),
     heads AS (INSERT INTO room_head (room_id) SELECT id FROM made)
     INSERT INTO membership (room_id, user_id, role, me_rev) SELECT id, $1, 'owner', 1 FROM made`,
    [ada.id],
  )
  await Promise.all([openRoom(ada, here), openRoom(ben, busy)])
  const { page } = ada
  await expect(section(page, 'Rooms').getByRole('listitem')).toHaveCount(503)
  await page.evaluate(() => {
    const drawn: (string | null)[] = []
    Object.assign(window, { drawn })
    const sidebar = document.querySelector('aside[aria-label="Rooms and people"]') as Element
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        drawn.push(element?.closest('[data-room]')?.getAttribute('data-room') ?? element?.outerHTML.slice(0, 80) ?? null)
      }
    }).observe(sidebar, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await write(ben.page, 'Hello')
  await expect(roomLink(page, busy.name)).toContainText('unread')
  const drawn = await page.evaluate(() => [...new Set((window as unknown as { drawn: string[] }).drawn)])
  expect(drawn.filter((one) => !/typing/i.test(one))).toEqual([busy.id])
})
