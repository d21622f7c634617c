import TurndownService from 'turndown'
import { safeLink } from './links.ts'

/**
 * Pasted HTML as Markdown: headings, emphasis, lists, quotes, links, code and tables; pictures as links. The document it is read
 * in is inert: nothing in it runs or loads, and only text comes out of it, so there is nothing to sanitise [X5].
 */
export function markdownFromHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const unread of body.querySelectorAll('script, style, template, noscript, iframe, object, embed, svg, math, head, title'))
    unread.remove()
  // The whole of what Google Docs copies stands in a <b> that means nothing.
  for (const wrapper of body.querySelectorAll('b'))
    if (/font-weight:\s*normal/i.test(wrapper.getAttribute('style') ?? '')) wrapper.replaceWith(...wrapper.childNodes)
  return service
    .turndown(body)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const service = new TurndownService({
  headingStyle: 'atx',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '_',
  hr: '---',
  br: '',
})
// People read and change what they pasted: signs stay as they are, without backslashes.
service.escape = (text) => text

service.addRule('strike', { filter: ['del', 's'], replacement: (words) => (words.trim() ? `~~${words}~~` : words) })
service.addRule('items', {
  filter: 'li',
  replacement(words, node) {
    const list = node.parentElement
    const isOrdered = list?.nodeName === 'OL'
    const index = list ? [...list.children].indexOf(node as Element) : 0
    const mark = isOrdered ? `${Number(list?.getAttribute('start') ?? 1) + index}. ` : '- '
    const inner = words
      .trim()
      .replace(/\n+/g, '\n')
      .replaceAll('\n', `\n${' '.repeat(mark.length)}`)
    return `${mark}${inner}\n`
  },
})
service.addRule('links', {
  filter: (node) => node.nodeName === 'A' && node.hasAttribute('href'),
  replacement(words, node) {
    const label = words.replace(/\s+/g, ' ').trim()
    const link = safeLink((node as Element).getAttribute('href') ?? '', label)
    if (link === null || label === '') return words
    return link.href === label || link.href === `${label}/`
      ? link.href
      : `[${label}](${link.href.replaceAll('(', '%28').replaceAll(')', '%29')})`
  },
})
service.addRule('pictures', {
  filter: 'img',
  replacement(_, node) {
    const [target, words] = [(node as Element).getAttribute('src') ?? '', (node as Element).getAttribute('alt')?.trim() ?? '']
    return safeLink(target, words) === null ? words : `[${words || 'picture'}](${target})`
  },
})
service.addRule('tables', { filter: 'table', replacement: (_, node) => `\n\n${tableOf(node as HTMLTableElement)}\n\n` })

function tableOf(table: HTMLTableElement): string {
  const cell = (one: Element) => (one.textContent ?? '').replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')
  const rows = [...table.rows].map((row) => [...row.cells].map(cell))
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (width === 0) return ''
  const line = (cells: string[]) => `| ${Array.from({ length: width }, (_, column) => cells[column] ?? '').join(' | ')} |`
  const [head = [], ...rest] = rows
  return [line(head), line(Array.from({ length: width }, () => '---')), ...rest.map(line)].join('\n')
}
