import type { Link as LinkNode, Nodes, Table as TableNode } from 'mdast'
import { Fragment, type ReactNode } from 'react'
import { say } from '#app/_words/say.ts'
import { CodeBlock } from './code-block.tsx'
import { safeLink } from './links.ts'
import { SpoilerText } from './spoiler.tsx'
import { Words } from './words.tsx'

/** Nesting beyond this is shown as its words. */
const DEPTH_MAX = 12
/** A larger table is shown as typed. */
const CELLS_MAX = 600

type Context = { source: string; depth: number }

/** A tree to React elements. Only what is named here is ever made; everything else appears as it was typed. No HTML path. */
export function renderMarkdown(node: Nodes, source: string): ReactNode {
  return draw(node, { source, depth: 0 })
}

function drawAll(nodes: readonly Nodes[], context: Context): ReactNode[] {
  const inner = { ...context, depth: context.depth + 1 }
  // A message's tree is made anew when its text changes, so positions are stable keys.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return nodes.map((node, index) => <Fragment key={index}>{draw(node, inner)}</Fragment>)
}

function draw(node: Nodes, context: Context): ReactNode {
  if (context.depth > DEPTH_MAX) return asTyped(node, context)
  const inside = () => ('children' in node ? drawAll(node.children, context) : null)
  switch (node.type) {
    case 'root':
      return inside()
    case 'text':
      return <Words text={node.value} />
    case 'paragraph':
      return <p dir="auto">{inside()}</p>
    case 'strong':
      return <strong>{inside()}</strong>
    case 'emphasis':
      return <em>{inside()}</em>
    case 'delete':
      return <del>{inside()}</del>
    case 'spoiler':
      return <SpoilerText>{inside()}</SpoilerText>
    case 'inlineCode':
      return <code>{node.value}</code>
    case 'code':
      return <CodeBlock text={node.value} language={node.lang ?? null} />
    case 'break':
      return <br />
    case 'thematicBreak':
      return <hr />
    case 'blockquote':
      return <blockquote>{inside()}</blockquote>
    case 'heading':
      return (
        <p dir="auto" className="md-heading">
          {inside()}
        </p>
      )
    case 'list':
      return node.ordered ? <ol start={node.start ?? 1}>{inside()}</ol> : <ul>{inside()}</ul>
    case 'listItem':
      return (
        <li dir="auto" data-task={node.checked === null || node.checked === undefined ? undefined : ''}>
          {typeof node.checked === 'boolean' && (
            <input
              type="checkbox"
              checked={node.checked}
              disabled
              aria-label={node.checked ? say.common.done : say.common.toDo}
            />
          )}
          {inside()}
        </li>
      )
    case 'link':
      return drawLink(node, context)
    case 'image':
      return drawAnchor(node.url, node.alt || node.url, node.alt || node.url, node, context)
    case 'table':
      return drawTable(node, context)
    default:
      return asTyped(node, context)
  }
}

function drawLink(node: LinkNode, context: Context): ReactNode {
  return drawAnchor(node.url, sourceOf(node.children, context), drawAll(node.children, context), node, context)
}

function drawAnchor(target: string, label: string, words: ReactNode, node: Nodes, context: Context): ReactNode {
  const link = safeLink(target, label)
  if (link === null) return asTyped(node, context)
  return (
    <>
      <a href={link.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {words}
      </a>
      {link.host !== null && <span className="md-host"> ({link.host})</span>}
    </>
  )
}

function drawTable(node: TableNode, context: Context): ReactNode {
  const cells = node.children.reduce((sum, row) => sum + row.children.length, 0)
  const [head, ...body] = node.children
  if (cells > CELLS_MAX || head === undefined) return asTyped(node, context)
  const row = (cellsOf: typeof head.children, Cell: 'th' | 'td') =>
    cellsOf.map((cell, column) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
      <Cell key={column} dir="auto" data-align={node.align?.[column] ?? undefined}>
        {drawAll(cell.children, context)}
      </Cell>
    ))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="md-table" tabIndex={0}>
      <table>
        <thead>
          <tr>{row(head.children, 'th')}</tr>
        </thead>
        <tbody>
          {body.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows do not move
            <tr key={index}>{row(line.children, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const asTyped = (node: Nodes, context: Context): ReactNode => <span className="md-typed">{sourceOf([node], context)}</span>

/** What was typed for these nodes. */
function sourceOf(nodes: readonly Nodes[], { source }: Context): string {
  const from = nodes[0]?.position?.start.offset
  const to = nodes.at(-1)?.position?.end.offset
  if (from !== undefined && to !== undefined) return source.slice(from, to)
  return nodes.map((node) => ('value' in node ? node.value : '')).join('')
}
