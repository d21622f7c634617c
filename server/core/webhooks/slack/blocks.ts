import { withSigns } from './emoji.ts'
import { escapeMarkdown, fromMrkdwn, fromPlain, link } from './mrkdwn.ts'
import type { Block } from './payload.ts'

type Element = Record<string, unknown>
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const asList = (value: unknown): Element[] =>
  Array.isArray(value) ? value.filter((one): one is Element => typeof one === 'object' && one !== null) : []
const asOne = (value: unknown): Element => (typeof value === 'object' && value !== null ? (value as Element) : {})

const DEPTH_MAX = 6

/** A text object of a block. */
function textOf(value: unknown): string {
  const { type, text } = asOne(value)
  return type === 'plain_text' ? fromPlain(asText(text)) : fromMrkdwn(asText(text))
}

/** Blocks as Markdown, as far as they are words: what is pressed, chosen or typed into is left out. */
export const fromBlocks = (blocks: readonly Block[]): string => blocks.map(fromBlock).filter(Boolean).join('\n\n')

function fromBlock(block: Block): string {
  switch (block.type) {
    case 'header':
      return bold(textOf(block.text))
    case 'section':
      return [textOf(block.text), ...asList(block.fields).map(textOf)].filter(Boolean).join('\n')
    case 'context':
      return asList(block.elements)
        .map((element) => (element.type === 'image' ? escapeMarkdown(asText(element.alt_text)) : textOf(element)))
        .filter(Boolean)
        .join(' · ')
    case 'divider':
      return '---'
    case 'image':
      return link(asText(block.image_url), textOf(block.title) || fromPlain(asText(block.alt_text)))
    case 'markdown':
      return withSigns(asText(block.text))
    case 'rich_text':
      return asList(block.elements)
        .map((element) => rich(element, 0))
        .filter(Boolean)
        .join('\n')
    default:
      return ''
  }
}

const bold = (text: string) => (text.trim() === '' ? '' : `**${text.trim()}**`)

function rich(element: Element, depth: number): string {
  if (depth > DEPTH_MAX) return ''
  const children = () => asList(element.elements).map((child) => rich(child, depth + 1))
  switch (element.type) {
    case 'rich_text_section':
      return children().join('')
    case 'rich_text_quote':
      return quoted(children().join(''))
    case 'rich_text_preformatted':
      return `\`\`\`\n${asList(element.elements)
        .map((child) => asText(child.text) || asText(child.url))
        .join('')
        .replaceAll('```', '` ` `')}\n\`\`\``
    case 'rich_text_list': {
      const indent = '   '.repeat(Math.min(8, Math.max(0, Number(element.indent) || 0)))
      return children()
        .map((line, index) => `${indent}${element.style === 'ordered' ? `${index + 1}.` : '-'} ${line}`)
        .join('\n')
    }
    case 'text':
      return styled(asText(element.text), asOne(element.style))
    case 'link':
      return link(asText(element.url), fromPlain(asText(element.text)))
    case 'emoji':
      return withSigns(`:${asText(element.name)}:`)
    case 'user':
      return `@${escapeMarkdown(asText(element.user_id))}`
    case 'usergroup':
      return `@${escapeMarkdown(asText(element.usergroup_id))}`
    case 'channel':
      return `#${escapeMarkdown(asText(element.channel_id))}`
    case 'broadcast':
      return `@${escapeMarkdown(asText(element.range))}`
    case 'date':
      return escapeMarkdown(asText(element.fallback))
    default:
      return ''
  }
}

function styled(text: string, style: Element): string {
  if (style.code === true) return text.trim() === '' ? text : `\`${text.replaceAll('`', 'ʼ')}\``
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(fromPlain(text)) ?? []
  if (words === '') return text
  const marks = [style.bold && '**', style.italic && '_', style.strike && '~~'].filter((mark): mark is string => Boolean(mark))
  return `${before}${marks.join('')}${words}${[...marks].reverse().join('')}${after}`
}

/** Every line of it behind a bar. */
export const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
