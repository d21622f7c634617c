import type { Page } from '@playwright/test'
import { PASSWORD } from './fixtures/people.ts'
import { composer, dialog, messages, row, tabTo } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

/** What has the focus can be seen: a ring of its own, or of the box around it. */
async function expectVisibleFocus(page: Page) {
  const seen = await page.evaluate(() => {
    for (let element = document.activeElement; element && element !== document.body; element = element.parentElement) {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element)
      if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) return true
      if (element.matches(':focus-within') && element.className.includes('focus-within:'))
        return Boolean(borderColor || boxShadow)
    }
    return false
  })
  expect(seen, 'the focus is visible').toBe(true)
}

test('everything of a day is done by keyboard alone', async ({ installation, openBrowser, someone, roomOf }) => {
  const ben = await someone('Ben')
  const username = `ada-${crypto.randomUUID().slice(0, 8)}`
  const { context } = await openBrowser('Ada')
  const page = await context.newPage()

  await test.step('signing up', async () => {
    await page.goto(installation.url())
    await expect(page.getByLabel('Username')).toBeFocused()
    await expectVisibleFocus(page)
    await tabTo(page, page.getByRole('link', { name: 'Create an account' }))
    await expectVisibleFocus(page)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible()
    await expect(page.getByLabel('Username')).toBeFocused()
    await page.keyboard.type(username)
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ada')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(composer(page, '#general')).toBeFocused()
    await expectVisibleFocus(page)
  })

  await test.step('going to another room', async () => {
    // What is typed before the dialog is there is meant for it.
    let letGo = () => undefined as unknown
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route('**/_next/static/**', (route) => held.then(() => route.continue()))
    await page.keyboard.press('Control+k')
    await page.keyboard.type('gene')
    letGo()
    await expect(dialog(page, 'Jump to').getByRole('combobox')).toBeFocused()
    await expect(dialog(page, 'Jump to').getByRole('combobox')).toHaveValue('gene')
    await page.unroute('**/_next/static/**')
    const other = await roomOf(ben)
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await expect(composer(page, '#general'), 'the focus goes back to where it was').toBeFocused()
    await expect(composer(page, '#general')).toHaveValue('')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('browse')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Search rooms' }).focus()
    await page.keyboard.type(other.name)
    await page.getByRole('button', { name: `Join #${other.name}` }).focus()
    await page.keyboard.press('Enter')
    await expect(composer(page, `#${other.name}`)).toBeFocused()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('general')
    await page.keyboard.press('Enter')
    await expect(composer(page, '#general')).toBeFocused()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(composer(page, `#${other.name}`)).toBeFocused()
  })

  await test.step('writing, editing and thinking better of it', async () => {
    await page.keyboard.type('By hand')
    await page.keyboard.press('Enter')
    await expect(row(messages(page), 'By hand')).toHaveCount(1)
    // What is still on its way can't be edited yet.
    await expect(page.locator('[data-message]').filter({ hasText: 'By hand' })).toHaveCount(1)
    await page.keyboard.press('ArrowUp')
    const field = page.getByRole('textbox', { name: 'Edit message' })
    await expect(field).toBeFocused()
    await page.keyboard.type(', and edited')
    await page.keyboard.press('Enter')
    await expect(row(messages(page), 'By hand, and edited')).toContainText('(edited)')
    await expect(composer(page)).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type(' in vain')
    await page.keyboard.press('Escape')
    await expect(field).toHaveCount(0)
    await expect(row(messages(page), 'in vain')).toHaveCount(0)
    await expect(composer(page)).toBeFocused()
  })

  await test.step('acting on a message', async () => {
    await page.keyboard.press('Shift+F6')
    await page.keyboard.press('ArrowUp')
    const message = row(messages(page), 'By hand, and edited')
    await expect(message).toBeFocused()
    await expectVisibleFocus(page)
    await page.keyboard.press('t')
    const reply = page.getByRole('textbox', { name: 'Reply in thread' })
    await expect(reply).toBeFocused()
    await page.keyboard.type('A reply')
    await page.keyboard.press('Enter')
    await expect(message.getByRole('button', { name: /1 reply/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(reply).toHaveCount(0)
    await message.focus()
    await page.keyboard.press('+')
    await expect(page.getByRole('textbox', { name: 'Search emoji' })).toBeFocused()
    await page.keyboard.type('tada')
    await page.keyboard.press('Enter')
    await expect(message.getByRole('button', { name: '🎉 1: You' })).toBeVisible()
  })

  await test.step('finding it again', async () => {
    await page.keyboard.press('Control+Shift+f')
    await expect(page.getByRole('combobox', { name: 'Search messages' })).toBeFocused()
    await page.keyboard.type('by hand')
    const hit = page.getByRole('main').getByRole('link', { name: /By hand, and edited/ })
    await expect(hit).toBeVisible()
    await tabTo(page, hit)
    await expectVisibleFocus(page)
    await page.keyboard.press('Enter')
    await expect(row(messages(page), 'By hand, and edited')).toBeVisible()
    await expect(composer(page)).toBeFocused()
  })

  await test.step('the shortcuts are listed', async () => {
    await page.keyboard.press('Control+/')
    await expect(dialog(page, 'Keyboard shortcuts')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
  })

  await test.step('signing out', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('sign out')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Username')).toBeFocused()
  })
})
