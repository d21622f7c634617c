import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'
import { type Binaries, program } from './binaries.ts'
import { giveTo } from './place.ts'
import type { RunAs } from './system-user.ts'

/** The role that owns everything in an embedded cluster. */
export const ROLE = 'parley'

/** The major version of the PostgreSQL that made this cluster, or `undefined` when there is none. */
export function clusterVersion(cluster: string): string | undefined {
  try {
    return readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code !== 'EACCES') throw error
    throw new WrongEnvironment(
      `The database in ${cluster} belongs to another user: start as the user who made it, or set DATA_DIR.`,
      {
        cause: error,
      },
    )
  }
}

/**
 * Makes a cluster, aside first: one that was half made when the process was killed is never taken for a whole one.
 * Sorts and compares by code point (the built-in C.UTF-8), which no upgrade of the system's locales can change.
 */
export async function createCluster(
  cluster: string,
  binaries: Binaries,
  runAs: RunAs,
  password: string,
  sync = true,
): Promise<void> {
  const unfinished = `${cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  giveTo(runAs, unfinished)
  const passwordFile = path.join(path.dirname(cluster), `.password-${randomUUID()}`)
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  giveTo(runAs, passwordFile)
  try {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = [`--username=${ROLE}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    await run(program(binaries, 'initdb'), ['-D', unfinished, ...locale, ...access, ...(sync ? [] : ['--no-sync'])], runAs)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, cluster)
}

/** Sets the role's password without knowing the former one; the cluster must not run. For a `.env` that was lost. */
export async function resetPassword(cluster: string, binaries: Binaries, runAs: RunAs, password: string): Promise<void> {
  const sql = `ALTER ROLE ${ROLE} PASSWORD '${password.replaceAll("'", "''")}'\n`
  await run(program(binaries, 'postgres'), ['--single', '-D', cluster, 'postgres'], runAs, sql)
}

/** Makes `folder` unless it is there. Throws `WrongEnvironment` when this process may not write it. */
export function openDataDir(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    const probe = path.join(folder, `.probe-${randomUUID()}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new WrongEnvironment(
      `DATA_DIR ${path.resolve(folder)} can't be written (${code}): give this user the right to, or set DATA_DIR to a folder that it owns.`,
      { cause: error },
    )
  }
}

function run(file: string, args: string[], runAs: RunAs, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...runAs, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-4_000)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${path.basename(file)} ended with ${code}: ${output.trim()}`))
    })
    child.stdin.end(input)
  })
}
