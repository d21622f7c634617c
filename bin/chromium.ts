import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { WrongEnvironment } from '#server/env.ts'
import { findProgram, installFromDistribution } from './find-program.ts'
import { CHECKOUT } from './fingerprint.ts'

const INSTALLED = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const DOWNLOAD_TIMEOUT_MS = 300_000

/** Where a Chromium is that runs here: Playwright's own, or one that is installed. */
export function findChromium(): string | undefined {
  const own = chromium.executablePath()
  if (existsSync(own)) {
    const found = findProgram([own])
    if (found) return found
  }
  const name = findProgram(INSTALLED)
  if (name === undefined || path.isAbsolute(name)) return name
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file))
}

/**
 * A Chromium for the end-to-end tests. Where there is none, tries Playwright's download, then the distribution's package.
 * Throws `WrongEnvironment` with what to do when neither works.
 */
export function requireChromium(): string {
  const there = findChromium()
  if (there) return there
  const cli = path.join(CHECKOUT, 'node_modules/@playwright/test/cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: DOWNLOAD_TIMEOUT_MS })
  const found = findChromium() ?? (installFromDistribution('chromium') ? findChromium() : undefined)
  if (found) return found
  throw new WrongEnvironment(
    'The end-to-end tests need Chromium, and it could not be installed: install it (Debian: apt-get install chromium; others: npx playwright install --with-deps chromium).',
  )
}
