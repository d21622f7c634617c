import { defineConfig } from '@playwright/test'
import { requireChromium } from '#bin/chromium.ts'

export default defineConfig({
  testDir: 'e2e',
  // Those run with `npm run test:all` (e2e/slow/playwright.config.ts).
  testIgnore: 'slow/**',
  outputDir: 'test-results',
  // Two browsers and several servers run at once already.
  workers: 1,
  forbidOnly: process.env.CI === 'true',
  retries: process.env.CI === 'true' ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalSetup: './server/testing/global.ts',
  use: {
    launchOptions: { executablePath: requireChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] },
    actionTimeout: 15_000,
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
})
