import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Outcome } from '../ordeal.ts'
import { copySource } from '../tree/copy.ts'
import { applyPatches } from '../tree/patch.ts'
import type { Mutant } from './index.ts'

export type Verdict = { name: string; row: string; red: string[]; isRight: boolean }

/** Somebody who lacks a message for good never comes to rest: they are not waited for as long. */
const REST_SECONDS = '12'
/** A run that is not over by then (ms) is ended: a mistake must not make the checker hang. */
const RUN_MS = 240_000
const END_MS = 5_000

/** Runs each mistake in its row, and the rows without a mistake: red for each, and green for those, is right. */
export async function runMutants(chosen: readonly Mutant[], seed: number, say: (text: string) => void): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const tell = (verdict: Verdict, what: string, expected: string) => {
    verdicts.push(verdict)
    const red = verdict.red.length > 0 ? `red: ${verdict.red.join(' ')}` : 'green'
    say(`  ${verdict.isRight ? '✓' : '✗'} ${what.padEnd(24)} ${verdict.row}  ${red}${verdict.isRight ? '' : `, ${expected}`}`)
  }
  const rows = [...new Set(chosen.map((mutant) => mutant.row))]
  for (const { row, red } of await runCopy(null, rows, seed)) {
    tell({ name: 'control', row, red, isRight: red.length === 0 }, 'no mistake', 'must be green')
  }
  for (const mutant of chosen) {
    const [outcome] = await runCopy(mutant, [mutant.row], seed)
    const red = outcome?.red ?? []
    const isRight = mutant.expect.some((invariant) => red.includes(invariant))
    tell({ name: mutant.name, row: mutant.row, red, isRight }, mutant.name, `must be red: ${mutant.expect.join(' or ')}`)
  }
  return verdicts
}

/** Copies the source, puts the mistake into it, and runs the rows from there, people and all. */
async function runCopy(mutant: Mutant | null, rows: readonly string[], seed: number): Promise<Outcome[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'parley-mutant-'))
  try {
    copySource(root)
    if (mutant) applyPatches(root, mutant.patches, `The mistake ${mutant.name}`)
    const args = [
      'row',
      ...rows,
      '--json',
      '--seed',
      String(seed),
      ...(mutant ? ['--mutant', mutant.name, '--rest', REST_SECONDS] : []),
    ]
    return await runChild(root, args)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function runChild(root: string, args: readonly string[]): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    const preload = ['tsx', './bin/follow-parent.mjs'].flatMap((module) => ['--import', module])
    const child = spawn(process.execPath, [...preload, 'bench/faults/mutants/child.ts', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    // Disconnected, it ends itself and all that it started.
    let killing: NodeJS.Timeout | undefined
    const timer = setTimeout(() => {
      child.disconnect()
      killing = setTimeout(() => child.kill('SIGKILL'), END_MS)
    }, RUN_MS)
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(timer)
      clearTimeout(killing)
      try {
        resolve((JSON.parse(printed.trim().split('\n').at(-1) ?? '') as { outcomes: Outcome[] }).outcomes)
      } catch {
        reject(new Error(`a run gave no report: ${printed.slice(0, 1_000)}`))
      }
    })
  })
}
