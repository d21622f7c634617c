import type { Root, RootContent } from 'mdast'

const FENCE = /^(```|~~~)[ \t]*([^\s`]*)[^\n`]*$/

/** A tree of nothing but fenced code and text as typed. Takes time in proportion to the text's length. */
export function parseFences(source: string): Root {
  const children: RootContent[] = []
  let lines: string[] = []
  let open: { mark: string; lang: string } | null = null

  const flush = () => {
    const value = lines.join('\n')
    lines = []
    if (open) children.push({ type: 'code', lang: open.lang || null, value })
    else if (value.trim() !== '')
      children.push({ type: 'paragraph', children: [{ type: 'text', value: value.replace(/^\n+|\n+$/g, '') }] })
  }

  for (const line of source.split('\n')) {
    const fence = FENCE.exec(line)
    if (open ? line.trim() === open.mark : fence) {
      flush()
      open = open || !fence ? null : { mark: fence[1] ?? '```', lang: fence[2] ?? '' }
    } else lines.push(line)
  }
  flush()
  return { type: 'root', children }
}
