import type { Cell, Column, Result } from './result.ts'

/** A table for the terminal, that is also one of Markdown. */
export function toTable({ columns, rows }: Pick<Result, 'columns' | 'rows'>): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => show(row[column.key], column))),
  ]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  const isNumber = columns.map((column) => rows.some((row) => typeof row[column.key] !== 'string' && row[column.key] != null))
  const toLine = (line: string[]) =>
    `| ${line.map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (isNumber[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`
  return [toLine(lines[0]!), rule, ...lines.slice(1).map(toLine)].join('\n')
}

function show(cell: Cell | undefined, { digits = 0, spread = false }: Column): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  const toText = (value: number) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (typeof cell === 'number') return toText(cell)
  const middle = toText(cell.median)
  return spread && cell.min !== cell.max ? `${middle} [${toText(cell.min)}–${toText(cell.max)}]` : middle
}
