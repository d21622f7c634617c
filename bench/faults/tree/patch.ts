import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** An exact text in one file of the source, and what stands there instead. */
export type Patch = { file: string; find: string; replace: string }

/** `text` with `find` replaced. Throws unless `find` is there exactly once: `what` no longer applies then. */
export function replaceOnce(text: string, { find, replace }: Pick<Patch, 'find' | 'replace'>, what: string): string {
  const parts = text.split(find)
  if (parts.length !== 2) {
    throw new Error(`${what} no longer applies: its text is there ${parts.length - 1} times, and must be once:\n${find}`)
  }
  return parts.join(replace)
}

/** Patches the source below `root`. `what` is named when a patch no longer applies. */
export function applyPatches(root: string, patches: readonly Patch[], what: string) {
  for (const patch of patches) {
    const file = path.join(root, patch.file)
    writeFileSync(file, replaceOnce(readFileSync(file, 'utf8'), patch, `${what}, in ${patch.file},`))
  }
}
