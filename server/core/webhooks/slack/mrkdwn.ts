import { withSigns } from './emoji.ts'

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/
const SPECIAL = /[\\`*_~[\]<>|#]/g

/** A text as it is: nothing in it is acted on. */
export const escapeMarkdown = (text: string): string => text.replace(SPECIAL, '\\$&')

/** `&amp;`, `&lt;` and `&gt;` are the only entities of mrkdwn. */
export const fromEntities = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

/** A link where it leads somewhere that a page may lead to; else its words alone. */
export function link(url: string, words: string): string {
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(url)) return words || escapeMarkdown(url)
  const target = url.replace(/[\s<>]/g, encodeURIComponent)
  return words === '' || words === url ? target : `[${words}](<${target}>)`
}

const inside = (words: string) => words.replace(/[[\]]/g, '\\$&').replace(/\n/g, ' ')

/** What stands between `<` and `>`: a link, or somebody or something that is named. Nobody is mentioned by it. */
function angled(content: string): string {
  const [target = '', ...rest] = content.split('|')
  const words = fromEntities(rest.join('|'))
  const named = words.replace(/^[@#]/, '')
  if (target.startsWith('@')) return `@${named || target.slice(1)}`
  if (target.startsWith('#')) return `#${named || target.slice(1)}`
  if (target.startsWith('!date^')) return words
  if (target.startsWith('!subteam^')) return `@${named || target.slice(9)}`
  if (target.startsWith('!')) return `@${named || target.slice(1)}`
  return link(fromEntities(target), inside(words))
}

/** One mark on both sides of words, as mrkdwn has it: not inside a word, and no blank within the marks. */
const marked = (mark: string) =>
  new RegExp(`(?<![\\w${mark}\\\\])\\${mark}(?=[^\\s${mark}])([^${mark}\\n]*[^\\s${mark}])\\${mark}(?![\\w${mark}])`, 'g')
const BOLD = marked('*')
const STRUCK = marked('~')
/** Links and what they lead to are no words: a star in an address is a star. */
const LINK = /(\[(?:\\.|[^\][\\\n]){0,300}\]\(<[^>\n]*>\)|https?:\/\/[^\s<>)\]]+)/

const styled = (text: string): string =>
  text
    .split(LINK)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(BOLD, '**$1**').replace(STRUCK, '~~$1~~')))
    .join('')

const words = (text: string): string =>
  withSigns(styled(unescapeOutside(text.replace(/<([^<>\n]+)>/g, (_all, content: string) => angled(content)))))

/** Links were unescaped already; doing it twice would turn `&amp;lt;` into a bracket. */
const unescapeOutside = (text: string): string =>
  text
    .split(LINK)
    .map((piece, index) => (index % 2 === 1 ? piece : fromEntities(piece)))
    .join('')

/** mrkdwn has code of several lines begin and end anywhere; a fence of Markdown stands alone on its line. */
function code(piece: string): string {
  if (!piece.startsWith('```') || !piece.includes('\n')) return fromEntities(piece)
  const [, language = '', lines = ''] = /^```(?:([a-z+#-]{1,15})(?=\n[\s\S]*\n```$))?([\s\S]*)```$/.exec(piece) ?? []
  return `\n\`\`\`${language}\n${fromEntities(lines).replace(/^\n|\n$/g, '')}\n\`\`\`\n`
}

/** Slack's mrkdwn as Markdown. Code stays as it is; what is Markdown already mostly does. */
export const fromMrkdwn = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split(CODE)
    .map((piece, index) => (index % 2 === 1 ? code(piece) : words(piece)))
    .join('')

/** Text that is to be read as it stands, but for its emoji. */
export const fromPlain = (text: string): string => withSigns(escapeMarkdown(text.replace(/\r\n?/g, '\n')))
