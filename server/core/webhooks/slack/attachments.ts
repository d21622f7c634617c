import { fromBlocks, quoted } from './blocks.ts'
import { signOfColour } from './colour.ts'
import { fromMrkdwn, link } from './mrkdwn.ts'
import type { SlackAttachment } from './payload.ts'

/** An attachment as Markdown: what stands before it, and the rest behind a bar, its colour as a sign at its head. */
export function fromAttachment(one: SlackAttachment): string {
  const words = (text: string | undefined) => fromMrkdwn(text ?? '').trim()
  const linked = (text: string | undefined, url: string | undefined) => (text ? link(url ?? '', words(text)) : '')
  const author = linked(one.author_name, one.author_link)
  const title = linked(one.title, one.title_link)
  const footer = [words(one.footer), timeOf(one.ts)].filter(Boolean).join(' · ')
  const body = [
    author,
    title && `**${title}**`,
    words(one.text),
    fromBlocks(one.blocks),
    ...one.fields.map((field) => [field.title && `**${words(field.title)}**`, words(field.value)].filter(Boolean).join(': ')),
    one.image_url ? link(one.image_url, '') : '',
  ].filter(Boolean)
  if (body.length === 0 && one.pretext === undefined) body.push(words(one.fallback))
  const whole = [...body, footer && `_${footer}_`].filter(Boolean).join('\n')
  const sign = signOfColour(one.color)
  return [words(one.pretext), whole && quoted(sign ? `${sign} ${whole}` : whole)].filter(Boolean).join('\n\n')
}

/** Seconds since 1970, as a moment that reads the same everywhere. */
function timeOf(ts: string | undefined): string {
  const at = new Date(Number(ts) * 1_000)
  return ts === undefined || ts === '' || Number.isNaN(at.getTime())
    ? ''
    : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
