import { messages, openRoom, row, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

const OUT = '/tmp/craft-look'
const langs = (process.env.LANGS ?? 'ar,de').split(',')
const only = process.env.ONLY
test('look', async ({ someone, roomOf, openBrowser, installation }) => {
  test.setTimeout(900_000)
  const [ada, ben] = [await someone('Ada', { role: 'admin' }), await someone('Bashir')]
  const room = await roomOf(ada, ben)
  await openRoom(ben, room)
  await write(ben.page, 'مرحبا، هل أنت هنا؟ `npm run dev` ثم نلتقي')
  await write(ben.page, `Hi @${ada.username}, here is **code**:\n\`\`\`js\nconst a = 1\n\`\`\``).catch(() => {})
  await openRoom(ada, room)
  await write(ada.page, 'On my way')
  await expect(row(messages(ben.page), 'On my way')).toBeVisible()
  for (const lang of langs) {
    for (const [size, viewport] of [
      ['wide', { width: 1440, height: 900 }],
      ['phone', { width: 390, height: 844 }],
      ['tiny', { width: 320, height: 640 }],
    ] as const) {
      for (const theme of size === 'wide' ? ['light', 'dark'] : ['light']) {
        if (only && !`${lang}-${size}-${theme}`.match(only)) continue
        await ada.context.addCookies([
          { name: 'parley-language', value: lang, url: ada.origin },
          { name: 'parley-theme', value: theme, url: ada.origin },
        ])
        const page = ada.page
        await page.setViewportSize(viewport)
        const shot = async (name: string) => {
          await page.waitForTimeout(700)
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          if (over > 0) console.log('WIDE', lang, size, name, over)
          await page.screenshot({ path: `${OUT}/${lang}-${size}-${theme}-${name}.png` })
        }
        await page.goto(`${ada.origin}/r/${room.id}`)
        await page.waitForSelector('article[data-message]')
        await shot('room')
        if (size !== 'wide') {
          await page.goto(`${ada.origin}/rooms`)
          await page.waitForTimeout(800)
          await shot('rooms')
        }
        if (theme === 'dark') continue
        for (const path of [
          'settings?section=appearance',
          'settings?section=language',
          'inbox',
          'discover',
          'search?q=hi',
          'drafts',
          'settings?section=devices',
        ]) {
          await page.goto(`${ada.origin}/${path}`)
          await page.waitForTimeout(1200)
          await shot(path.replace(/[^a-z]+/g, '-'))
        }
        await page.goto(`${ada.origin}/r/${room.id}`)
        await page.waitForSelector('article[data-message]')
        await page.keyboard.press('Control+.')
        await shot('details')
        await page.keyboard.press('Control+.')
        if (size !== 'tiny') {
          await page.keyboard.press('Control+k')
          await shot('switcher')
          await page.keyboard.press('Escape')
          await page.keyboard.press('Control+/')
          await shot('shortcuts')
          await page.keyboard.press('Escape')
          await page
            .locator('[aria-haspopup=menu]')
            .last()
            .click({ timeout: 3000 })
            .catch(() => {})
          await shot('menu')
          await page.keyboard.press('Escape')
        }
      }
    }
    const { context } = await openBrowser('a stranger', { locale: lang })
    const p = await context.newPage()
    for (const width of [1440, 320]) {
      await p.setViewportSize({ width, height: 700 })
      await p.goto(`${installation.url()}/sign-in`)
      await p.screenshot({ path: `${OUT}/${lang}-${width}-sign-in.png` })
      await p.goto(`${installation.url()}/sign-up`)
      await p.screenshot({ path: `${OUT}/${lang}-${width}-sign-up.png` })
    }
  }
})
