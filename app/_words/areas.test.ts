import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { areas, core } from './en/index.ts'
import { ROOT, shipped } from './testing-sources.ts'

const FETCHED = /fetched\(\s*\(\) =>\s*import\('([^']+)'\)\.then\([^)]*\) => [^)]+\)((?:,\s*'\w+')*)/g

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const pathOf = (from: string, named: string) => (named.startsWith('#app/') ? `app/${named.slice(5)}` : join(dirname(from), named))

/** A file and what is loaded with it. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !existsSync(join(ROOT, path))) return seen
  seen.add(path)
  for (const [, named = ''] of textOf(path).matchAll(/^(?:import|export)(?! type)[^'"]*?from '((?:#app\/|\.)[^']+)'/gm)) {
    loadedWith(pathOf(path, named), seen)
  }
  return seen
}

/** The areas that a file and what is loaded with it say words of, beyond those of the shell. */
const saidFrom = (path: string): string[] => {
  const named = [...loadedWith(path)].flatMap((one) => [...textOf(one).matchAll(/\bsay\.(\w+)\./g)].map(([, area]) => area ?? ''))
  return [...new Set(named)].filter((area) => area in areas && area !== 'refusals').sort()
}

it('Y3 the shell says only words that come with it', () => {
  expect(saidFrom('app/_components/shell/chat-root.tsx')).toEqual([])
  expect(Object.keys(core).filter((area) => area in areas)).toEqual([])
})

it('Y3 each part that is fetched asks for the areas it says', () => {
  const parts = shipped('app').flatMap((path) =>
    [...textOf(path).matchAll(FETCHED)].map(([, named = '', asked = '']) => ({
      part: pathOf(path, named),
      asked: [...asked.matchAll(/'(\w+)'/g)].map(([, area]) => area).sort(),
    })),
  )
  expect(parts.length).toBeGreaterThan(50)
  expect(parts).toEqual(parts.map(({ part }) => ({ part, asked: saidFrom(part) })))
})
