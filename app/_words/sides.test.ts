import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, shipped } from './testing-sources.ts'

/** Classes that name a side of the screen. What is put in the middle by `left-1/2 -translate-x-1/2` is in the middle from either side. */
const SIDES =
  /(?<![\w-])-?(?:(?:[mp][lr]|scroll-[mp][lr])-|(?:left|right)-(?!1\/2)[\w[(]|text-(?:left|right)\b|border-[lr]\b|rounded-(?:[lr]|[tb][lr])\b|float-(?:left|right)\b|origin-(?:left|right))[^'"`\s]*/g

it('Y4 no class names a side: what begins at the left begins at the right in Arabic', () => {
  expect('ml-2 -mr-1 text-left left-3 rounded-tl-md border-l'.match(SIDES)).toHaveLength(6)
  const named = shipped('app')
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => (readFileSync(join(ROOT, path), 'utf8').match(SIDES) ?? []).map((found) => `${path}: ${found}`))
  expect(named).toEqual([])
})

it('Y4 what points to a side is turned with the page', () => {
  const named = shipped('app').flatMap((path) =>
    (readFileSync(join(ROOT, path), 'utf8').match(/<(?:Arrow|Chevron)(?:Left|Right) [^>]*>/g) ?? []).map(
      (found) => `${path}: ${found}`,
    ),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((found) => !found.includes('rtl:-scale-x-100'))).toEqual([])
})
