import { Parser } from 'htmlparser2'
import type { Preview } from '#protocol/models.ts'
import type { Page } from './fetch-page.ts'
import { NoPreview } from './refused.ts'

const TITLE_MAX = 200
const DESCRIPTION_MAX = 300
const SITE_MAX = 80
/** Text of a `<title>` beyond this is not even collected. */
const COLLECTED_MAX = 2_000

/** What a page says of itself in its head, as plain text: Open Graph first, then title and description. Throws `NoPreview` without a title. */
export function readPage({ url, bytes, contentType }: Page): Preview {
  const said = new Map<string, string>()
  let title = ''
  let isTitle = false
  const parser = new Parser({
    onopentag(name, { property, name: named, content }) {
      if (name === 'title') isTitle = title === ''
      const key = (property ?? named ?? '').toLowerCase()
      if (name === 'meta' && content !== undefined && !said.has(key)) said.set(key, content.slice(0, COLLECTED_MAX))
    },
    ontext(text) {
      if (isTitle && title.length < COLLECTED_MAX) title += text
    },
    onclosetag(name) {
      if (name === 'title') isTitle = false
      if (name === 'head') parser.pause()
    },
  })
  parser.write(decode(bytes, contentType))
  parser.reset()

  const heading = line(said.get('og:title') ?? title, TITLE_MAX) || line(title, TITLE_MAX)
  if (heading === '') throw new NoPreview('it has no title')
  const description = line(said.get('og:description') ?? said.get('description') ?? '', DESCRIPTION_MAX)
  const site = line(said.get('og:site_name') ?? '', SITE_MAX)
  return {
    url: url.href.slice(0, COLLECTED_MAX),
    title: heading,
    ...(description === '' ? {} : { description }),
    ...(site === '' ? {} : { site }),
  }
}

/** The text, by the charset that the answer or the page itself names. */
function decode(bytes: Buffer, contentType: string): string {
  const named = /charset=["']?([\w-]+)/i.exec(`${contentType} ${bytes.subarray(0, 1_024).toString('latin1')}`)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(named).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

// Control characters and what turns or hides text: a title must not rearrange the line it stands in.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** One line of plain text of at most so many characters. */
function line(text: string, max: number): string {
  const clean = text.replace(/\s+/g, ' ').replace(HIDDEN, '').toWellFormed().trim()
  const letters = [...clean]
  return letters.length <= max ? clean : `${letters.slice(0, max - 1).join('')}…`
}
