import { crc32 } from 'node:zlib'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expectAccessible } from '../fixtures/axe.ts'
import { act, composer, dialog, messages, openRoom, row } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { NETWORK_AWAY } from '../fixtures/trouble.ts'

const photo = (width = 900, height = 600) =>
  sharp({ create: { width, height, channels: 3, background: '#48c' } })
    .jpeg()
    .withExif({ IFD3: { GPSLatitude: '48/1 12/1 30/1' } })
    .toBuffer()
const file = (name: string, mimeType: string, buffer: Buffer | string) => ({ name, mimeType, buffer: Buffer.from(buffer) })
const tray = (page: Page) => page.getByRole('list', { name: 'Attached files' })
const attach = (page: Page, files: ReturnType<typeof file>[]) => page.getByLabel('Files to attach').first().setInputFiles(files)
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).first().click()

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const CODE = 'export const answer: number = 42\n'
/** One page that says “Hello from a PDF”, and wants to run a script. */
function pdf(): string {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    '<</Length 47>>stream\nBT /F1 24 Tf 40 100 Td (Hello from a PDF) Tj ET\nendstream',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let text = '%PDF-1.4\n'
  const at = objects.map((object, index) => {
    const from = text.length
    text += `${index + 1} 0 obj${object}endobj\n`
    return String(from).padStart(10, '0')
  })
  return `${text}xref\n0 6\n0000000000 65535 f \n${at.map((from) => `${from} 00000 n \n`).join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`
}
/** A second of silence. */
function wav(): Buffer {
  const data = Buffer.alloc(8_000, 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

test('pictures, sound, a PDF and code go to another browser, are looked at there, listed, and taken away with their message [E2, E3, E8]', async ({
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()
  await attach(ada.page, [
    file('holiday.jpg', 'image/jpeg', await photo()),
    file('quiet.wav', 'audio/wav', wav()),
    file('paper.pdf', 'application/pdf', pdf()),
    file('answer.ts', 'text/plain', CODE),
    file('data.zip', 'application/zip', Buffer.from(`504b0304${crc32('x').toString(16)}00`, 'hex')),
  ])
  await expect(tray(ada.page).getByRole('listitem')).toHaveCount(5)
  await expectAccessible(ada.page, 'files in the composer')
  await composer(ada.page).fill('everything at once')
  await send(ada.page)
  await expect(tray(ada.page)).toBeHidden()

  const said = row(messages(ben.page), 'everything at once')
  const picture = said.getByRole('button', { name: 'Open holiday.jpg' })
  await expect(picture).toBeVisible()
  await expect
    .poll(() => picture.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
    .toBe(800)
  expect(Math.round((await picture.boundingBox())!.width)).toBe(360)
  await expect.poll(() => said.locator('audio').evaluate((audio: HTMLAudioElement) => audio.duration)).toBeCloseTo(1, 1)
  await expect(row(messages(ada.page), 'everything at once').getByRole('button', { name: 'Open holiday.jpg' })).toBeVisible()
  await expectAccessible(ben.page, 'a message with files')

  await test.step('in the large: a picture, then on with the arrow keys', async () => {
    await picture.click()
    const box = dialog(ben.page, 'holiday.jpg')
    await expect(box.getByRole('img', { name: 'holiday.jpg' })).toBeVisible()
    const bytes = await ben.page.evaluate(
      async (src) => Array.from(new Uint8Array(await (await fetch(src)).arrayBuffer())),
      (await box.getByRole('img').getAttribute('src')) as string,
    )
    expect((await sharp(Buffer.from(bytes)).metadata()).exif).toBeUndefined()
    await ben.page.keyboard.press('ArrowRight')
    await expect(dialog(ben.page, 'quiet.wav').locator('audio')).toBeVisible()
    await ben.page.keyboard.press('ArrowRight')
    await expect(dialog(ben.page, 'paper.pdf').getByRole('img', { name: /Page 1.*Hello from a PDF/ })).toBeVisible()
    await expectAccessible(ben.page, 'a PDF', '[role=dialog]')
    await ben.page.keyboard.press('ArrowRight')
    const code = dialog(ben.page, 'answer.ts')
    await expect(code.getByText(CODE.trim())).toBeVisible()
    await expect(code.locator('.hljs-keyword').first()).toHaveText('export')
    await ben.page.keyboard.press('Escape')
    await expect(picture).toBeFocused()
  })

  await test.step('the download has its name', async () => {
    const coming = ben.page.waitForEvent('download')
    await said.getByRole('link', { name: 'Download data.zip' }).click()
    expect((await coming).suggestedFilename()).toBe('data.zip')
  })

  await test.step('the room lists them', async () => {
    await ben.page.getByRole('button', { name: 'Show details' }).click()
    await ben.page.getByRole('button', { name: 'Files', exact: true }).click()
    const pane = ben.page.getByRole('complementary', { name: 'Files' })
    await expect(pane.getByRole('listitem')).toHaveCount(5)
    await expect(pane.getByRole('listitem').first()).toContainText('data.zip')
    await expectAccessible(ben.page, 'the files of a room')
    await act(row(messages(ada.page), 'everything at once'), 'Delete')
    await dialog(ada.page).getByRole('button', { name: 'Delete' }).click()
    await expect(pane.getByText('Nothing was sent here yet')).toBeVisible()
    await expect(picture).toBeHidden()
  })
})

test('what can’t be sent says why and what to do; pasted and dropped files are attached; nothing is lost by a reload [E5, E7]', async ({
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()

  await attach(ada.page, [file('photo.jpg', 'image/jpeg', '<html>'), file('nothing.txt', 'text/plain', '')])
  await expect(tray(ada.page).getByRole('alert').filter({ hasText: 'not the picture its name says' })).toBeVisible()
  await expect(tray(ada.page).getByRole('alert').filter({ hasText: 'is empty' })).toBeVisible()
  await composer(ada.page).fill('look at this')
  await send(ada.page)
  await expect(ada.page.getByRole('alert').filter({ hasText: 'Remove “photo.jpg” first' })).toBeVisible()
  await expect(composer(ada.page)).toHaveValue('look at this')
  for (const name of ['photo.jpg', 'nothing.txt'])
    await tray(ada.page)
      .getByRole('button', { name: `Remove ${name}` })
      .click()
  await expect(tray(ada.page)).toBeHidden()

  await test.step('a dropped file is there after a reload', async () => {
    await ada.page.evaluate(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['dropped words'], 'dropped.txt', { type: 'text/plain' }))
      const target = document.querySelector('textarea') as HTMLElement
      for (const type of ['dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }))
    })
    await expect(tray(ada.page).getByText('dropped.txt')).toBeVisible()
    await ada.page.reload()
    await expect(tray(ada.page).getByText('dropped.txt')).toBeVisible()
  })

  await test.step('written offline it waits with its file and goes out in order', async () => {
    await composer(ada.page).fill('look at this')
    ada.trouble.expect(NETWORK_AWAY)
    await ada.context.setOffline(true)
    await ada.page.evaluate(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['pasted words'], 'pasted.txt', { type: 'text/plain' }))
      document
        .querySelector('textarea')
        ?.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer }))
    })
    await expect(tray(ada.page).getByText('pasted.txt')).toBeVisible()
    await send(ada.page)
    await composer(ada.page).fill('and this after it')
    await send(ada.page)
    await expect(row(messages(ada.page), 'look at this').getByText('pasted.txt')).toBeVisible()
    await ada.context.setOffline(false)
    const there = messages(ben.page).getByRole('article')
    await expect(there.last()).toContainText('and this after it')
    await expect(row(messages(ben.page), 'look at this')).toContainText('pasted.txt')
    await expect(row(messages(ben.page), 'look at this')).toContainText('dropped.txt')
  })
})

test('on a phone files are attached, watched on their way, cancelled and looked at [E4]', async ({ someone, roomOf }) => {
  const ada = await someone('Ada', { browser: phone })
  const room = await roomOf(ada)
  await openRoom(ada, room)
  await ada.page.route('**/files/**', async (route) => {
    // A thin line: so that its way is seen.
    if (route.request().method() === 'PUT') await new Promise((resolve) => setTimeout(resolve, 1_500))
    await route.continue()
  })
  await attach(ada.page, [file('long.bin', 'application/octet-stream', Buffer.alloc(3_000_000, 1))])
  const bar = tray(ada.page).getByRole('progressbar', { name: 'long.bin goes up' })
  await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]/)
  await tray(ada.page).getByRole('button', { name: 'Remove long.bin' }).click()
  await expect(tray(ada.page)).toBeHidden()

  await attach(ada.page, [file('tall.jpg', 'image/jpeg', await photo(600, 2_000))])
  await send(ada.page)
  const picture = messages(ada.page).getByRole('button', { name: 'Open tall.jpg' })
  await expect(picture).toBeVisible()
  const box = (await picture.boundingBox())!
  expect([box.x + box.width <= 390, box.height <= 320]).toEqual([true, true])
  await picture.click()
  await expect(dialog(ada.page, 'tall.jpg').getByRole('img', { name: 'tall.jpg' })).toBeInViewport({ ratio: 0.9 })
  await dialog(ada.page, 'tall.jpg').getByRole('button', { name: 'Close' }).click()
  await expect(picture).toBeVisible()
})

test('a picture is described in the composer and later, read out and found by its words; a message with files is sent later [E9, E10]', async ({
  adaAndBen,
}) => {
  const { ada, ben, room } = await adaAndBen()
  await test.step('Ctrl+U attaches, from the keyboard alone', async () => {
    await composer(ada.page).focus()
    const choosing = ada.page.waitForEvent('filechooser')
    await ada.page.keyboard.press('Control+u')
    await (await choosing).setFiles([file('harbour.jpg', 'image/jpeg', await photo())])
    await expect(tray(ada.page).getByRole('listitem')).toHaveCount(1)
  })
  await test.step('described before it is sent', async () => {
    await tray(ada.page).getByRole('button', { name: 'Describe harbour.jpg' }).click()
    await expect(ada.page.getByRole('textbox', { name: 'What harbour.jpg shows' })).toBeFocused()
    await ada.page.keyboard.type('Boats under a pomegranate sky')
    await expectAccessible(ada.page, 'a picture that is described')
    await composer(ada.page).fill('the harbour')
    await composer(ada.page).press('Enter')
    const said = row(messages(ben.page), 'the harbour')
    await expect(said.getByRole('button', { name: 'Open harbour.jpg: Boats under a pomegranate sky' })).toBeVisible()
    await expect(said).toHaveAccessibleName(/harbour\.jpg, Boats under a pomegranate sky/)
  })
  await test.step('and by its author at any time after; nobody else is asked', async () => {
    await row(messages(ben.page), 'the harbour')
      .getByRole('button', { name: /^Open harbour/ })
      .click()
    const shown = dialog(ben.page, 'harbour.jpg')
    await expect(shown.getByRole('img', { name: 'Boats under a pomegranate sky' })).toBeVisible()
    await expect(shown.getByRole('button', { name: 'Describe' })).toBeHidden()
    await ben.page.keyboard.press('Escape')
    await row(messages(ada.page), 'the harbour')
      .getByRole('button', { name: /^Open harbour/ })
      .click()
    await dialog(ada.page, 'harbour.jpg').getByRole('button', { name: 'Describe' }).click()
    const box = dialog(ada.page, 'Describe this picture')
    await expect(box.getByRole('textbox')).toBeFocused()
    await box.getByRole('textbox').fill('A quiet harbour\nat noon')
    await expectAccessible(ada.page, 'describing a picture', '[role=dialog]')
    await box.getByRole('button', { name: 'Save' }).click()
    await expect(box).toBeHidden()
    await expect(
      row(messages(ben.page), 'the harbour').getByRole('button', { name: 'Open harbour.jpg: A quiet harbour at noon' }),
    ).toBeVisible()
  })
  await test.step('the search finds it by name and by what it shows', async () => {
    await expect(async () => {
      await ben.page.goto(`${ben.origin}/search?q=${encodeURIComponent('noon has:image')}`)
      await expect(ben.page.getByRole('link', { name: /the harbour/ })).toBeVisible({ timeout: 2_000 })
    }).toPass()
    await expect(ben.page.getByText('“noon” is said of harbour.jpg')).toBeVisible()
    await ben.page.goto(`${ben.origin}/r/${room.id}`)
  })
  await test.step('sent later, with its file and no words', async () => {
    await attach(ada.page, [file('minutes.txt', 'text/plain', 'All agreed.')])
    await expect(tray(ada.page).getByText('11 bytes')).toBeVisible()
    await ada.page.getByRole('button', { name: 'Send later' }).click()
    await ada.page
      .getByRole('menuitem', { name: /Tomorrow/ })
      .first()
      .click()
    await expect(tray(ada.page)).toBeHidden()
    await ada.page.goto(`${ada.origin}/inbox?tab=scheduled`)
    const waiting = ada.page.getByRole('article').filter({ hasText: 'minutes.txt' })
    await waiting.getByRole('button', { name: 'Edit' }).click()
    await expect(dialog(ada.page, 'Edit scheduled message').getByText('With 1 file: minutes.txt')).toBeVisible()
    await ada.page.keyboard.press('Escape')
    await waiting.getByRole('button', { name: 'Send now' }).click()
    await expect(messages(ben.page).getByText('minutes.txt')).toBeVisible()
  })
})
