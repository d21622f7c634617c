import { spawnSync } from 'node:child_process'
import { CHECKOUT } from './fingerprint.ts'

/** What `npm audit --json` said: packages with holes of high severity or above, or why nobody knows. */
export type Audit =
  | { kind: 'checked'; found: { name: string; severity: string; range: string }[] }
  | { kind: 'unknown'; why: string }

/** `npm run audit`: whether a package that runs in production has a known hole of high severity or above. Ends with code 1 when one has. */
export async function main(): Promise<void> {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json']
  const { stdout, error } = spawnSync('npm', args, { cwd: CHECKOUT, encoding: 'utf8', shell: process.platform === 'win32' })
  const audit: Audit = error ? { kind: 'unknown', why: error.message } : readAudit(stdout)
  if (audit.kind === 'unknown') {
    console.log(
      `NOT CHECKED: the registry did not answer (${audit.why}). Nothing is known either way: run it where the registry answers.`,
    )
    return
  }
  for (const { name, severity, range } of audit.found) console.log(`  ✗ ${name} ${range}: ${severity}`)
  console.log(
    audit.found.length === 0 ? '  ✓ no known hole of high severity or above' : 'npm audit says which versions mend them.',
  )
  if (audit.found.length > 0) process.exitCode = 1
}

type Report = {
  message?: string
  vulnerabilities?: Record<string, { name: string; severity: string; range: string }>
}

/** Reads the output of `npm audit --json`. What is no report says that nobody knows. */
export function readAudit(output: string): Audit {
  let report: Report
  try {
    report = JSON.parse(output) as Report
  } catch {
    return { kind: 'unknown', why: 'its answer is no report' }
  }
  if (report.vulnerabilities === undefined) return { kind: 'unknown', why: report.message ?? 'its answer holds no report' }
  const found = Object.values(report.vulnerabilities).filter(({ severity }) => severity === 'high' || severity === 'critical')
  return { kind: 'checked', found }
}
