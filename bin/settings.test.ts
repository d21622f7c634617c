import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings } from './settings.ts'

let folder: string
const file = () => path.join(folder, '.env')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('loadSettings', () => {
  it('writes fresh secrets that only the owner can read, and keeps them', () => {
    const first = loadSettings(folder, {})
    expect(first.told).toBe('wrote .env with fresh secrets')
    expect(first.env.NEXTAUTH_SECRET.length).toBeGreaterThanOrEqual(32)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    const second = loadSettings(folder, {})
    expect(second.told).toBe('.env')
    expect(second.env).toEqual(first.env)
  })

  it('adds what is missing to a file that is there and changes nothing in it', () => {
    writeFileSync(file(), '# mine\nPORT=4000')
    const { told, env } = loadSettings(folder, {})
    expect(told).toBe('added NEXTAUTH_SECRET and DATABASE_PASSWORD to .env')
    expect(env.PORT).toBe(4_000)
    expect(readFileSync(file(), 'utf8')).toMatch(/^# mine\nPORT=4000\nNEXTAUTH_SECRET=\S+\nDATABASE_PASSWORD=\S+\n$/)
  })

  it('writes nothing when everything is set', () => {
    const secret = 'x'.repeat(32)
    const { told } = loadSettings(folder, { NEXTAUTH_SECRET: secret, DATABASE_URL: 'postgresql://here/parley' })
    expect(told).toBe('')
    expect(() => statSync(file())).toThrow('ENOENT')
  })

  it('lets the shell win over the file, unless it says nothing', () => {
    writeFileSync(file(), 'PORT=4000\nLOG_LEVEL=warn\n')
    const { env } = loadSettings(folder, { PORT: '5000', LOG_LEVEL: '' })
    expect([env.PORT, env.LOG_LEVEL]).toEqual([5_000, 'warn'])
  })

  it('takes DATA_DIR from the folder one starts in', () => {
    expect(loadSettings(folder, {}).env.DATA_DIR).toBe(path.join(folder, '.data'))
  })

  it('says what is wrong without repeating it', () => {
    writeFileSync(file(), 'PORT=many\n')
    expect(() => loadSettings(folder, {})).toThrow(/^PORT (?!.*many).*\.$/)
  })
})
