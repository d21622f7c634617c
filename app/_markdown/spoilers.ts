import type { Nodes, PhrasingContent, Root, Text } from 'mdast'

/** Words that are hidden until somebody wants to see them. */
type Spoiler = { type: 'spoiler'; children: PhrasingContent[]; position?: Text['position'] }

declare module 'mdast' {
  interface PhrasingContentMap {
    spoiler: Spoiler
  }
  interface RootContentMap {
    spoiler: Spoiler
  }
}

const MARK = '||'
type Piece = PhrasingContent | typeof MARK

/** Makes `||…||` in one line of words a spoiler, whatever stands in it. In code, and where a stroke is escaped, it is words. */
export function withSpoilers(root: Root, source: string): Root {
  if (source.includes(MARK)) visit(root, source)
  return root
}

function visit(node: Nodes, source: string) {
  if (!('children' in node)) return
  for (const child of node.children) visit(child, source)
  if (node.children.some((child) => child.type === 'text' && marks(child, source)))
    node.children = pair((node.children as PhrasingContent[]).flatMap((child) => pieces(child, source))) as never
}

function marks(text: Text, source: string): boolean {
  const { start, end } = text.position ?? {}
  const typed = start && end ? source.slice(start.offset, end.offset) : text.value
  return text.value.includes(MARK) && !typed.includes('\\|')
}

function pieces(node: PhrasingContent, source: string): Piece[] {
  if (node.type !== 'text' || !marks(node, source)) return [node]
  return node.value
    .split(MARK)
    .flatMap((value, index): Piece[] => [
      ...(index === 0 ? [] : [MARK as Piece]),
      ...(value === '' ? [] : [{ type: 'text' as const, value }]),
    ])
}

/** Each mark opens or closes; one that nothing closes stays what was typed. */
function pair(all: readonly Piece[]): PhrasingContent[] {
  const out: PhrasingContent[] = []
  let open: PhrasingContent[] | null = null
  for (const piece of all) {
    const into = open ?? out
    if (piece !== MARK) {
      // A spoiler is of one line.
      const isLong = open !== null && (piece.type === 'break' || (piece.type === 'text' && piece.value.includes('\n')))
      if (isLong && open) {
        out.push(text(MARK), ...open, piece)
        open = null
      } else into.push(piece)
    } else if (open === null) open = []
    else if (open.length === 0) {
      out.push(text(MARK))
    } else {
      out.push({ type: 'spoiler', children: open })
      open = null
    }
  }
  if (open) out.push(text(MARK), ...open)
  return out
}

const text = (value: string): Text => ({ type: 'text', value })
