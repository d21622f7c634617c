import { act, composer, dialog, messages, openRoom, row, sidebar, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

test('an author asks for confirmation, sees who has and who has not, and reminds [Q2] [Q3] [Q4]', async ({ someone, roomOf }) => {
  const [ada, ben, cyn] = [await someone('Ada'), await someone('Ben'), await someone('Cyn')]
  const room = await roomOf(ada, ben, cyn)
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  const [atAda, atBen] = [messages(ada.page), messages(ben.page)]
  const toConfirm = sidebar(ben.page).getByRole('button', { name: /^To confirm/ })

  await test.step('only who may ask is offered to, and the keyboard reaches it', async () => {
    await expect(ben.page.getByRole('button', { name: 'Ask for confirmation' })).toHaveCount(0)
    const ask = ada.page.getByRole('button', { name: 'Ask for confirmation' })
    await composer(ada.page).fill('Fire drill at three.')
    await ask.focus()
    await ada.page.keyboard.press('Enter')
    await expect(ask).toHaveAttribute('aria-pressed', 'true')
    await expect(ada.page.getByText('2 members are asked to confirm')).toBeVisible()
    await expect(composer(ada.page)).toBeFocused()
    await ada.page.keyboard.press('Enter')
    await expect(row(atAda, 'Fire drill at three.').getByRole('button', { name: '0 of 2 confirmed' })).toBeVisible()
    await expect(ask).toHaveAttribute('aria-pressed', 'false')
    await write(ada.page, 'Nothing to confirm here')
    await expect(row(atAda, 'Nothing to confirm here')).not.toContainText('confirmed')
  })

  await test.step('a member finds it and confirms it; everybody sees how many have', async () => {
    await expect(toConfirm).toContainText('1')
    const asking = row(atBen, 'Fire drill at three.')
    await expect(asking).toContainText('Please confirm that you have read this')
    const before = await asking.boundingBox()
    await asking.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(asking).toContainText('You confirmed')
    await expect(toConfirm).toHaveCount(0)
    expect((await asking.boundingBox())?.height).toBe(before?.height)
    await expect(asking).toContainText('1 of 2 confirmed')
    await expect(row(atAda, 'Fire drill at three.').getByRole('button', { name: '1 of 2 confirmed' })).toBeVisible()
  })

  await test.step('the author sees who has not, and reminds who is away', async () => {
    await row(atAda, 'Fire drill at three.').getByRole('button', { name: '1 of 2 confirmed' }).click()
    const confirmations = dialog(ada.page, 'Confirmations')
    await expect(confirmations.getByRole('region', { name: 'Not yet' })).toContainText('Cyn')
    await expect(confirmations.getByRole('region', { name: 'Confirmed' })).toContainText('Ben')
    await confirmations.getByRole('button', { name: 'Remind 1' }).click()
    await expect(confirmations).toContainText('1 person reminded.')
    await confirmations.getByRole('button', { name: 'Remind 1' }).click()
    await expect(confirmations).toContainText('Too fast. Wait 5 minutes.')
  })

  await test.step('who comes back is told, confirms from the list, and the author’s list follows', async () => {
    await cyn.page.goto(`${cyn.origin}/rooms`)
    const reminder = cyn.page.getByRole('status', { name: 'Reminder' })
    await expect(reminder).toContainText(`Reminder from #${room.name}`)
    await reminder.getByRole('button', { name: 'Show' }).click()
    const waiting = dialog(cyn.page, 'To confirm').getByRole('article').filter({ hasText: 'Fire drill at three.' })
    await waiting.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(dialog(cyn.page, 'To confirm')).toContainText('Nothing waits for you.')
    await cyn.page.keyboard.press('Escape')
    await expect(reminder).toBeEmpty()
    await expect(dialog(ada.page, 'Confirmations')).toContainText('2 of 2 confirmed')
    await ada.page.keyboard.press('Escape')
    await expect(row(atAda, 'Fire drill at three.').getByRole('button', { name: 'All 2 confirmed' })).toBeVisible()
  })

  await test.step('what is written while offline still asks once it is sent', async () => {
    ada.trouble.expect(/net::ERR_|WebSocket connection to|Failed to load resource/)
    await ada.context.setOffline(true)
    await ada.page.getByRole('button', { name: 'Ask for confirmation' }).click()
    await write(ada.page, 'Sent from the tunnel')
    await expect(row(atAda, 'Sent from the tunnel')).toContainText('Asks for confirmation')
    await ada.context.setOffline(false)
    await expect(row(atBen, 'Sent from the tunnel')).toContainText('Please confirm')
    await row(atBen, 'Sent from the tunnel').focus()
    await ben.page.keyboard.press('c')
    await expect(row(atBen, 'Sent from the tunnel')).toContainText('You confirmed')
  })
})

test('in a small room the latest message says who has seen it, and a reload does not forget it [R23]', async ({
  someone,
  roomOf,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  const room = await roomOf(ada, ben)
  await openRoom(ada, room)
  await write(ada.page, 'Anybody there?')
  await expect(row(messages(ada.page), 'Anybody there?')).toBeVisible()
  const before = await row(messages(ada.page), 'Anybody there?').boundingBox()

  await openRoom(ben, room)
  const seen = messages(ada.page).getByRole('button', { name: 'Seen by Ben' })
  await expect(seen).toBeVisible()
  expect(await row(messages(ada.page), 'Anybody there?').boundingBox()).toEqual(before)

  await ada.page.reload()
  await seen.click()
  await expect(dialog(ada.page, 'Read by').getByText('Ben', { exact: true })).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(seen).toBeFocused()
  await act(row(messages(ben.page), 'Anybody there?'), 'Read by…')
  await expect(dialog(ben.page, 'Read by').getByText('Ben', { exact: true })).toBeVisible()
})

test('a notice reaches everybody at once, stays closed where it was closed, and goes when it is withdrawn [N1]', async ({
  installation,
  someone,
}) => {
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  await installation.database.pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [ada.id])
  await Promise.all([ada.page.goto(ada.origin), ben.page.goto(ben.origin)])
  const notices = [ada, ben].map(({ page }) => page.getByRole('status', { name: 'Notices' }))

  await sidebar(ben.page).getByRole('button', { name: 'You: Ben' }).click()
  await expect(ben.page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: 'Tell everybody…' })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')

  await sidebar(ada.page).getByRole('button', { name: 'You: Ada' }).click()
  await ada.page.getByRole('menuitem', { name: 'Tell everybody…' }).click()
  await dialog(ada.page, 'Tell everybody').getByLabel('Notice').fill('The server moves at six.')
  await dialog(ada.page, 'Tell everybody').getByLabel('It is a warning').check()
  await dialog(ada.page, 'Tell everybody').getByRole('button', { name: 'Tell everybody' }).click()
  for (const notice of notices) await expect(notice).toContainText('The server moves at six.')

  await notices[1]!.getByRole('button', { name: 'Close notice' }).click()
  await expect(notices[1]!).toBeEmpty()
  await Promise.all([ada.page.reload(), ben.page.reload()])
  await expect(notices[0]!).toContainText('The server moves at six.')
  await expect(composer(ben.page)).toBeVisible()
  await expect(notices[1]!).toBeEmpty()

  await sidebar(ada.page).getByRole('button', { name: 'You: Ada' }).click()
  await ada.page.getByRole('menuitem', { name: 'Tell everybody…' }).click()
  await dialog(ada.page, 'Tell everybody').getByRole('button', { name: 'Withdraw' }).click()
  await expect(dialog(ada.page, 'Tell everybody').getByRole('region', { name: 'Standing notices' })).toHaveCount(0)
  await ada.page.keyboard.press('Escape')
  await expect(notices[0]!).toBeEmpty()
})
