import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'
import { CHECKOUT, fingerprint, readStamp } from './fingerprint.ts'
import { announce, step } from './step.ts'

/** Everything the pages are built from. */
const INPUTS = [
  ...['app', 'client', 'protocol', 'server', 'public', 'prisma/schema.prisma'],
  ...[
    'instrumentation.ts',
    'proxy.ts',
    'next.config.mjs',
    'postcss.config.mjs',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ],
]
const STAMP = '.next/made-from'
export const NEXT = path.join(CHECKOUT, 'node_modules/next/dist/bin/next')

/** Builds the pages unless the build is of the very files that are there. Throws `WrongEnvironment` when that fails. */
export async function ensureBuild(variables: Record<string, string>): Promise<void> {
  const inputs = fingerprint(INPUTS, (file) => /\.test\.tsx?$|^server\/testing\//.test(file))
  if (readStamp(STAMP) === inputs) return
  announce('build', 'building the pages: this takes a minute or two')
  await step('build', async () => {
    // A build that is broken off must not pass for one of the former files.
    rmSync(path.join(CHECKOUT, STAMP), { force: true })
    await build(variables)
    writeFileSync(path.join(CHECKOUT, STAMP), inputs)
  })
}

function build(variables: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [NEXT, 'build'], {
      cwd: CHECKOUT,
      env: { ...variables, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      reject(
        new WrongEnvironment(
          `${output.trim()}\n\nThe pages could not be built (${signal ?? `exit code ${code}`}): what is above says why.`,
        ),
      )
    })
  })
}
