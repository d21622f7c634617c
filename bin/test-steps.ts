import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CHECKOUT } from './fingerprint.ts'

/** One program of a test run. One that reports no counts counts as a failure when it fails, and as nothing otherwise. */
export type TestStep = { name: string; args: readonly string[]; report?: 'vitest' | 'playwright' }
export type Counts = { passed: number; failed: number }

/** Runs one after the other, whatever fails, and adds up what they counted. */
export async function runSteps(steps: readonly TestStep[]): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0 }
  for (const each of steps) {
    const counts = await runStep(each)
    total.passed += counts.passed
    total.failed += counts.failed
  }
  return total
}

async function runStep(wanted: TestStep): Promise<Counts> {
  const began = performance.now()
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-report-'))
  const report = path.join(folder, 'report.json')
  const ok = await runProgram([...wanted.args, ...reporters(wanted.report, report)], report)
  const counts = wanted.report ? readCounts(wanted.report, report, ok) : { passed: 0, failed: ok ? 0 : 1 }
  rmSync(folder, { recursive: true })
  const told = wanted.report ? `${counts.passed} passed, ${counts.failed} failed` : ok ? '' : 'failed'
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  console.log(`  ${counts.failed === 0 ? '✓' : '✗'} ${wanted.name.padEnd(16)} ${told === '' ? '' : `${told}  `}${seconds} s`)
  return counts
}

const reporters = (report: TestStep['report'], file: string): string[] => {
  if (report === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return report === 'playwright' ? ['--reporter=list,json'] : []
}

function runProgram(args: readonly string[], report: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: {
        ...withoutSettings(),
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        PLAYWRIGHT_HTML_OPEN: 'never',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

/** Tests start their own servers: settings of the shell that runs them must not reach those. */
function withoutSettings(): NodeJS.ProcessEnv {
  const kept = { ...process.env }
  for (const name of [
    'DATABASE_URL',
    'REDIS_URL',
    'NEXTAUTH_URL',
    'NEXTAUTH_SECRET',
    'SOCKET_URL',
    'PORT',
    'SOCKET_PORT',
    'HOST',
    'DATA_DIR',
  ]) {
    delete kept[name]
  }
  return kept
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] }

/** What a report says. A file that could not even be loaded is a failure, and so is a program that fails without one. */
export function readCounts(kind: 'vitest' | 'playwright', file: string, ok: boolean): Counts {
  let counts: Counts
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'))
    counts = kind === 'vitest' ? countVitest(report as VitestReport) : countPlaywright(report as PlaywrightReport)
  } catch {
    counts = { passed: 0, failed: 0 }
  }
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function countVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Counts {
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}

function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
}
