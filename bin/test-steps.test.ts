import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCounts } from './test-steps.ts'

let file: string
const report = (content: unknown) => writeFileSync(file, JSON.stringify(content))

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'parley-report-')), 'report.json')
})
afterEach(() => rmSync(path.dirname(file), { recursive: true }))

describe('readCounts', () => {
  it('adds a file that could not be loaded to the failures', () => {
    report({
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{}] },
      ],
    })
    expect(readCounts('vitest', file, false)).toEqual({ passed: 7, failed: 2 })
  })

  it('counts a browser test that passed when it was tried again as passed', () => {
    report({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 4 }, errors: [] })
    expect(readCounts('playwright', file, false)).toEqual({ passed: 4, failed: 2 })
  })

  it('never lets a program that failed pass for a success', () => {
    expect(readCounts('vitest', file, false)).toEqual({ passed: 0, failed: 1 })
    report({ numPassedTests: 5, numFailedTests: 0, testResults: [] })
    expect(readCounts('vitest', file, false)).toEqual({ passed: 5, failed: 1 })
  })
})
