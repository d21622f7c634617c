import { runAll } from './test.ts'

/** `npm run test:all`: the tests, and those that take minutes each. */
export const main = () =>
  runAll([
    { name: 'slow', report: 'vitest', args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'slow', '--passWithNoTests'] },
  ])
