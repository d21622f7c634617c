import { ensureBuild } from './build.ts'
import { requireChromium } from './chromium.ts'
import { ensureClient } from './generate.ts'
import { requireRedisServer } from './redis-server.ts'
import { step } from './step.ts'
import { runSteps, type TestStep } from './test-steps.ts'

const bin = (name: string) => `node_modules/${name}`
const vitest = (project: string): TestStep => ({
  name: project,
  report: 'vitest',
  args: [bin('vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests'],
})

const BEFORE: TestStep[] = [
  { name: 'lint', args: [bin('@biomejs/biome/bin/biome'), 'ci', '--diagnostic-level=warn', '.'] },
  vitest('unit'),
]
const AFTER: TestStep[] = [
  // The build writes declarations that these are checked with.
  { name: 'types', args: [bin('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  vitest('integration'),
  { name: 'e2e', report: 'playwright', args: [bin('@playwright/test/cli.js'), 'test', '--pass-with-no-tests'] },
]

/** `npm test`: set-up, lint, unit, build, types, integration, end to end; then one line with what passed and failed. */
export const main = () => runAll([])

/** The same and what takes longer. */
export async function runAll(more: TestStep[]): Promise<void> {
  await step(
    'redis',
    async () => requireRedisServer(),
    (found) => found,
  )
  await step(
    'chromium',
    async () => requireChromium(),
    (found) => found,
  )
  await ensureClient()
  const before = await runSteps(BEFORE)
  const build = await buildForTests()
  const after = await runSteps([...AFTER, ...more])
  const passed = before.passed + after.passed
  const failed = before.failed + build.failed + after.failed
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

/** The pages that the tests of the start and of the browser run on. Nothing of this machine's settings is in them. */
async function buildForTests(): Promise<{ failed: number }> {
  try {
    await ensureBuild({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' })
    return { failed: 0 }
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    return { failed: 1 }
  }
}
