import { randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { type Env, readEnv, WrongEnvironment } from '#server/env.ts'

/** What a process and its children run with: the shell's variables over those of `.env`. */
export type Settings = {
  variables: Record<string, string>
  env: Env
  /** What became of `.env`, for the person at the terminal. */
  told: string
}

const HEAD = `# Written by the first start. Keep it secret, and keep it: who has NEXTAUTH_SECRET can sign in as anybody, and without
# it everybody is signed out. .env.example documents everything else that can be set here.
`
const secret = () => randomBytes(32).toString('base64url')

/**
 * Reads `.env` in the folder one starts in. Secrets that are set nowhere are made and added to it; what is there is never
 * changed. Throws `WrongEnvironment` when a variable is wrong or the file can't be read or written.
 */
export function loadSettings(folder: string = process.cwd(), shell: Record<string, string | undefined> = process.env): Settings {
  const { file, text, variables } = readVariables(folder, shell)
  const made: Record<string, string> = {}
  const isSet = (name: string) => (variables[name] ?? '').trim() !== ''
  if (!isSet('NEXTAUTH_SECRET')) made.NEXTAUTH_SECRET = secret()
  if (!isSet('DATABASE_URL') && !isSet('DATABASE_PASSWORD')) made.DATABASE_PASSWORD = secret()
  const names = Object.keys(made)
  if (names.length > 0) {
    const lines = names.map((name) => `${name}=${made[name]}\n`).join('')
    write(file, text, lines)
    Object.assign(variables, made)
  }
  const env = readEnv(variables)
  variables.DATA_DIR = path.resolve(folder, env.DATA_DIR)
  return { variables, env: { ...env, DATA_DIR: variables.DATA_DIR }, told: tell(text, names) }
}

/** Makes `.env`, where there is none, with these in it. */
export function writeSettings(settings: readonly (readonly [string, string])[], folder: string = process.cwd()): void {
  const quoted = (value: string) => (/^[\w./:@+=-]*$/.test(value) ? value : `'${value}'`)
  write(path.join(folder, '.env'), undefined, settings.map(([name, value]) => `${name}=${quoted(value)}\n`).join(''))
}

/** What is set, unchecked: the shell's variables over those of `.env`, whose own names are told apart. Writes nothing. */
export function readVariables(folder: string = process.cwd(), shell: Record<string, string | undefined> = process.env) {
  const file = path.join(folder, '.env')
  const text = read(file)
  const inFile = text === undefined ? {} : (parseEnv(text) as Record<string, string>)
  const variables: Record<string, string> = { ...inFile, ...defined(shell) }
  return { file, text, variables, namesInFile: Object.keys(inFile) }
}

function tell(text: string | undefined, made: string[]): string {
  if (text === undefined) return made.length > 0 ? 'wrote .env with fresh secrets' : ''
  return made.length > 0 ? `added ${made.join(' and ')} to .env` : '.env'
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, 'read', error)
  }
}

function write(file: string, text: string | undefined, lines: string) {
  try {
    if (text === undefined) writeFileSync(file, `${HEAD}${lines}`, { mode: 0o600, flag: 'wx' })
    else appendFileSync(file, text === '' || text.endsWith('\n') ? lines : `\n${lines}`)
  } catch (error) {
    throw unusable(file, 'written', error)
  }
}

const unusable = (file: string, what: string, error: unknown) =>
  new WrongEnvironment(
    `${file} can't be ${what} (${(error as NodeJS.ErrnoException).code}): give this user the right to, or set NEXTAUTH_SECRET and DATABASE_URL in the environment.`,
    { cause: error },
  )

/** A variable that is set to nothing in the shell does not hide the one in the file. */
const defined = (shell: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(shell).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  )
