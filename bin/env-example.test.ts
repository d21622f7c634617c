import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readEnv } from '#server/env.ts'
import { CHECKOUT } from './fingerprint.ts'

const read = (file: string) => readFileSync(path.join(CHECKOUT, file), 'utf8')
const example = parseEnv(read('.env.example')) as Record<string, string>
const NEXTAUTH_SECRET = 'x'.repeat(32)

describe('.env.example', () => {
  it('documents every variable of server/env.ts, in its order', () => {
    const declared = [...read('server/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
    const documented = [...read('.env.example').matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
    expect(documented).toEqual(declared.filter((name) => name !== 'NODE_ENV'))
  })

  it('shows the defaults', () => {
    expect(readEnv({ ...example, NEXTAUTH_SECRET })).toEqual(readEnv({ NEXTAUTH_SECRET }))
  })
})
