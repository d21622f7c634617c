import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mutants } from '../mutants/index.ts'
import { copySource } from './copy.ts'
import { FAILPOINTS } from './failpoints.ts'
import { applyPatches, replaceOnce } from './patch.ts'

test('replaces what is there exactly once, and says so when it is not', () => {
  expect(replaceOnce('a b c', { find: 'b', replace: '$&' }, 'it')).toBe('a $& c')
  expect(() => replaceOnce('a c', { find: 'b', replace: '' }, 'the mistake')).toThrow('the mistake no longer applies')
  expect(() => replaceOnce('b b', { find: 'b', replace: '' }, 'the mistake')).toThrow('2 times')
})

describe('on the source as it is', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  })
  // A dozen copies of the source: on a busy machine they take a while.
  afterAll(() => rmSync(root, { recursive: true }), 60_000)

  test.each([null, ...mutants].map((mutant) => [mutant?.name ?? 'no mistake', mutant?.patches ?? []] as const))(
    'every failpoint applies with %s',
    (name, patches) => {
      const copy = path.join(root, name.replaceAll(' ', '-'))
      copySource(copy)
      applyPatches(copy, patches, name)
      applyPatches(copy, FAILPOINTS, 'a failpoint')
      expect(readFileSync(path.join(copy, 'server/core/messages/log/lane.ts'), 'utf8')).toContain('before-publish')
    },
  )
})
