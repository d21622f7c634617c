import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import sharp from 'sharp'
import { startInstallation } from '#e2e/fixtures/installation.ts'
import { signIn } from '#e2e/fixtures/people.ts'
import { SEED_PASSWORD, seed } from '#prisma/seed.ts'
import setUp from '#server/testing/global.ts'
import { ensureBuild } from './build.ts'
import { requireChromium } from './chromium.ts'
import { CHECKOUT } from './fingerprint.ts'
import { ensureClient } from './generate.ts'
import { step } from './step.ts'

const FOLDER = path.join(CHECKOUT, 'docs/screens')
const DESK = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
/** Who looks. */
const VIEWER = 'mira'
const COLOURS = 128

type Screen = { name: string; browser: BrowserContextOptions; show: (page: Page, origin: string) => Promise<void> }

const room = (name: string) => async (page: Page, origin: string) => {
  await page.goto(`${origin}/rooms`)
  await page.getByRole('complementary').getByRole('link', { name }).first().click()
  await page.getByRole('textbox', { name: `Message #${name}` }).waitFor()
}

const SCREENS: Screen[] = [
  { name: 'room-light', browser: { ...DESK, colorScheme: 'light' }, show: room('workshop') },
  {
    name: 'thread-dark',
    browser: { ...DESK, colorScheme: 'dark' },
    async show(page, origin) {
      await room('garden')(page, origin)
      await page.getByRole('article').getByRole('button', { name: /repl/ }).last().click()
      await page.getByRole('textbox', { name: 'Reply in thread' }).waitFor()
    },
  },
  { name: 'phone-light', browser: { ...PHONE, colorScheme: 'light' }, show: room('workshop') },
  {
    name: 'phone-dark',
    browser: { ...PHONE, colorScheme: 'dark' },
    show: (page, origin) => page.goto(`${origin}/rooms`).then(() => undefined),
  },
]

/** `npm run screens`: makes the pictures of `docs/screens` anew, of the seeded community, in a Parley of its own. */
export async function main(): Promise<void> {
  await ensureClient()
  await ensureBuild({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' })
  const tearDown = await setUp()
  const installation = await startInstallation()
  const browser = await chromium.launch({ executablePath: requireChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    await seed(installation.database.url)
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(FOLDER, { recursive: true })
    for (const screen of SCREENS) {
      await step(screen.name, async () => {
        const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...screen.browser })
        await signIn(context, installation.url(), VIEWER, SEED_PASSWORD)
        const page = await context.newPage()
        await screen.show(page, installation.url())
        // What is drawn once it is fetched is there.
        await page.waitForLoadState('networkidle')
        await sharp(await page.screenshot())
          .png({ palette: true, colours: COLOURS, effort: 10 })
          .toFile(path.join(FOLDER, `${screen.name}.png`))
        await context.close()
      })
    }
  } finally {
    await browser.close()
    await installation.close()
    await tearDown()
  }
}
