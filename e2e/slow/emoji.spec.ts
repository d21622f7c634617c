import sharp from 'sharp'
import { expectAccessible } from '../fixtures/axe.ts'
import { expectNothingWider, PHONE } from '../fixtures/phone.ts'
import { composer, dialog, fromMyMenu, messages, row, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

const picture = () =>
  sharp({ create: { width: 200, height: 200, channels: 4, background: '#2a8' } })
    .png()
    .toBuffer()

test('an emoji of one’s own is added, used in words and as a reaction, told to everybody, and removed [X3]', async ({
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()
  const name = `leaf_${crypto.randomUUID().slice(0, 6)}`

  await fromMyMenu(ada.page, 'Custom emoji')
  const form = dialog(ada.page, 'Custom emoji')
  await form.getByLabel('Picture').setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(70_000) })
  await form.getByRole('textbox', { name: /Name/ }).fill(name)
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(form.getByRole('alert')).toContainText('more than 64 KB')
  await form.getByLabel('Picture').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html>') })
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(form.getByRole('alert')).toContainText('no PNG, GIF, WebP or JPEG')
  await form.getByLabel('Picture').setInputFiles({ name: 'leaf.png', mimeType: 'image/png', buffer: await picture() })
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(form.getByText(`:${name}:`)).toBeVisible()
  await expectAccessible(ada.page, 'custom emoji', '[role=dialog]')
  await ada.page.keyboard.press('Escape')

  await test.step('Ben has it at once: in completion, in words, as a reaction', async () => {
    await composer(ben.page).pressSequentially(`grows :${name.slice(0, 8)}`)
    await expect(ben.page.getByRole('option').first()).toContainText(name)
    await composer(ben.page).press('Enter')
    await expect(composer(ben.page)).toHaveValue(`grows :${name}: `)
    await composer(ben.page).press('Enter')
    const said = row(messages(ada.page), 'grows')
    const drawn = said.getByRole('img', { name: `:${name}:` })
    await expect(drawn).toBeVisible()
    await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128)
    await said.focus()
    await ada.page.keyboard.press('+')
    const picker = dialog(ada.page, 'Emoji')
    await picker.getByRole('textbox', { name: 'Search emoji' }).fill(name)
    await ada.page.keyboard.press('Enter')
    await expect(row(messages(ben.page), 'grows').getByRole('button', { name: new RegExp(`^:${name}: 1`) })).toBeVisible()
  })

  await test.step('it is a picture for whoever is signed in, and nothing else', async () => {
    const address = await row(messages(ada.page), 'grows')
      .getByRole('img', { name: `:${name}:` })
      .first()
      .getAttribute('src')
    const answer = await ada.context.request.get(ada.origin + address)
    expect(answer.headers()).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect((await fetch(ada.origin + address)).status).toBe(401)
  })

  await test.step('removed, it is its name again', async () => {
    await fromMyMenu(ada.page, 'Custom emoji')
    await form.getByRole('button', { name: `Remove :${name}:` }).click()
    await ada.page.keyboard.press('Escape')
    await expect(row(messages(ben.page), `grows :${name}:`)).toBeVisible()
  })
})

test('the picker is walked by keyboard, and keeps a skin tone and what was used', async ({ adaAndBen }) => {
  const { ada, ben } = await adaAndBen({ ben: { browser: PHONE } })
  const open = ada.page.getByRole('button', { name: 'Emoji', exact: true })
  const picker = dialog(ada.page, 'Emoji')
  await open.focus()
  await ada.page.keyboard.press('Enter')
  await expect(picker.getByRole('textbox', { name: 'Search emoji' })).toBeFocused()
  await picker.getByRole('radio', { name: 'No skin tone' }).focus()
  for (let i = 0; i < 3; i++) await ada.page.keyboard.press('ArrowRight')
  await expect(picker.getByRole('radio', { name: 'Medium skin tone' })).toBeChecked()
  await expectAccessible(ada.page, 'the emoji picker', '[role=dialog]')
  await picker.getByRole('textbox', { name: 'Search emoji' }).fill('thumbs')
  await ada.page.keyboard.press('ArrowDown')
  await ada.page.keyboard.press('Enter')
  await expect(composer(ada.page)).toHaveValue('👍🏽')
  await expect(composer(ada.page)).toBeFocused()
  await composer(ada.page).press('Enter')
  await expect(row(messages(ben.page), '👍🏽')).toBeVisible()
  await open.click()
  await expect(picker.getByRole('region', { name: 'recent' }).getByRole('button').first()).toHaveText('👍🏽')
  await ada.page.keyboard.press('Escape')
  await composer(ada.page).pressSequentially(':wave:')
  await expect(composer(ada.page)).toHaveValue('👋🏽')
  await composer(ada.page).fill('')

  await test.step('on a phone, with the buttons that format', async () => {
    const { page } = ben
    await page.getByRole('button', { name: 'Emoji', exact: true }).tap()
    await dialog(page, 'Emoji').getByRole('textbox').fill('tada')
    await dialog(page, 'Emoji').getByRole('button', { name: 'tada' }).tap()
    await page.getByRole('button', { name: 'Formatting' }).tap()
    await composer(page).pressSequentially(' done')
    await composer(page).selectText()
    await page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: 'Bold' }).tap()
    await expect(composer(page)).toHaveValue('**🎉 done**')
    await page.getByRole('button', { name: 'Send', exact: true }).tap()
    await expect(row(messages(ada.page), 'done').locator('strong')).toHaveText('🎉 done')
    await expectNothingWider(page)
  })
  await write(ada.page, 'bye')
})
