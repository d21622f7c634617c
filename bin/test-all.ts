import { runAll } from './test.ts'

/** `npm run test:all`: the tests, and those that take minutes each. */
export const main = () =>
  runAll([
    { name: 'slow', report: 'vitest', args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'slow', '--passWithNoTests'] },
    {
      name: 'e2e slow',
      report: 'playwright',
      args: ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/slow/playwright.config.ts'],
    },
  ])
