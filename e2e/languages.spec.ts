import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/test.ts'

/** Everything that scripts brought into a page, from now on. */
function scriptsOf(page: Page): () => Promise<string> {
  const texts: Promise<string>[] = []
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') texts.push(answer.text().catch(() => ''))
  })
  return async () => (await Promise.all(texts)).join('\n')
}

test('Y1 a page speaks the language of its browser from the first byte, then the chosen one, and fetches no other', async ({
  installation,
  openBrowser,
  someone,
  roomOf,
}) => {
  const { context } = await openBrowser('a stranger', { locale: 'ar-EG' })
  const stranger = await context.newPage()
  const html = (await (await stranger.goto(`${installation.url()}/sign-in`))?.text()) ?? ''
  expect(/<html [^>]*>/.exec(html)?.[0]).toMatch(/ lang="ar" dir="rtl"/)
  expect(/<h1[^>]*>([^<]*)/.exec(html)?.[1]).toBe('تسجيل الدخول')

  const ada = await someone('Ada', { browser: { locale: 'de-DE' } })
  const room = await roomOf(ada)
  const { page } = ada
  const scripts = scriptsOf(page)
  await page.goto(`${ada.origin}/r/${room.id}`)
  await expect(page.getByRole('textbox', { name: `Nachricht an #${room.name}` })).toBeVisible()
  await expect(page).toHaveTitle(new RegExp(`#${room.name}`))
  const fetched = await scripts()
  const marks = ['Räume durchsehen', 'Browse rooms', 'تصفح الغرف']
  expect(
    marks.filter((words) => fetched.includes(words)),
    'not a word of another language',
  ).toEqual(['Räume durchsehen'])

  await page.goto(`${ada.origin}/settings?section=language`)
  await page.getByRole('radio', { name: 'العربية' }).check()
  await expect(page.getByRole('heading', { name: 'اللغة', level: 2 })).toBeVisible()
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['ar', 'rtl'])
  const sidebar = await page.getByRole('complementary', { name: 'الغرف والأشخاص' }).boundingBox()
  expect(sidebar?.x, 'the sidebar is at the right').toBeGreaterThan(700)
})
