import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const isShipped = (path: string) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('testing/')
const imports = (path: string) =>
  [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/^(?:import|export) (?!type )[^'"]*from '([^']+)'/gm)].map(
    ([, from]) => from ?? '',
  )

describe('what the browser has to load', () => {
  it('no schema library comes with the client: the values it takes from the protocol are limits and errors', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(isShipped)
    const taken = new Set(files.flatMap(imports).filter((from) => from === 'zod' || from.startsWith('#protocol/')))
    expect([...taken].sort()).toEqual(['#protocol/errors.ts', '#protocol/limits.ts'])
  })
})
