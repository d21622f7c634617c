import type { Upload } from '#client/types.ts'

/** What can be told without asking. */
export function whyNot(name: string, size: number, maxBytes: number): Upload['error'] {
  if (size === 0) return { code: 'invalid', message: `“${name}” is empty: there is nothing to send.` }
  if (maxBytes === 0 || size <= maxBytes) return undefined
  return {
    code: 'too_large',
    message: `“${name}” is larger than the ${Math.floor(maxBytes / 1_000_000)} MB a file may have here. Make it smaller, or share a link to it.`,
  }
}
