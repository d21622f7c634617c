import path from 'node:path'
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'

const CHECKOUT = path.resolve(import.meta.dirname, '../..')

/** Tests in the browser that wait for real time to pass: `npm run test:all`. */
export default defineConfig(base, {
  testDir: '.',
  testIgnore: [],
  outputDir: path.join(CHECKOUT, 'test-results'),
  timeout: 180_000,
  globalSetup: path.join(CHECKOUT, 'server/testing/global.ts'),
})
