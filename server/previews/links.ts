const CODE = /```[\s\S]*?(```|$)|`[^`\n]*`/g
const LINK = /https?:\/\/[^\s<>"'`\\]+/i
const LINK_MAX = 2_000

/** The first http or https link of a body, outside code, without the punctuation that ends a sentence. */
export function firstLink(body: string): string | null {
  const found = LINK.exec(body.replace(CODE, ' '))?.[0]
  if (found === undefined || found.length > LINK_MAX) return null
  const link = found.replace(/[.,;:!?*_~]+$/, '')
  // A bracket that closes what the link never opened belongs to the words around it: [words](link).
  const open = link.indexOf('(')
  const close = link.indexOf(')')
  const end = close >= 0 && (open < 0 || close < open) ? close : link.length
  return link.slice(0, end).replace(/\]+$/, '')
}
