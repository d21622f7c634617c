import type { Letter } from './mail.ts'

/** What a mail says. All of it is plain words: nothing in it is read as HTML. */
export type Words = {
  to: string
  subject: string
  paragraphs: readonly string[]
  /** The one thing to do, as a button and as an address. */
  action?: { words: string; url: string }
  /** Why it came, in small print. */
  foot: string
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
/** A name that somebody chose must not begin another header. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A mail as text and as HTML that says the same, with a button that also stands there as an address. */
export function writeLetter({ to, subject, paragraphs, action, foot }: Words): Letter {
  const text = [...paragraphs, ...(action ? [`${action.words}: ${action.url}`] : []), '-- ', foot].join('\n\n')
  const said = paragraphs.map((words) => `<p dir="auto" style="margin:0 0 16px">${escapeHtml(words)}</p>`)
  const button = action
    ? [
        `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="${BUTTON}">${escapeHtml(action.words)}</a></p>`,
        `<p style="${SMALL}">Or open this address: ${escapeHtml(action.url)}</p>`,
      ]
    : []
  const html = [
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(subject)}</title></head><body style="${BODY}"><div style="max-width:520px;margin:0 auto">`,
    '<p style="margin:0 0 24px;font-weight:600">Parley</p>',
    ...said,
    ...button,
    `<p style="${SMALL};border-top:1px solid #ddd;padding-top:16px;margin-top:32px">${escapeHtml(foot)}</p></div></body></html>`,
  ].join('\n')
  return { to, subject: oneLine(subject), text, html }
}

const BODY = 'margin:0;padding:32px 20px;background:#fff;color:#1c1c1e;font:16px/1.5 system-ui,sans-serif'
const BUTTON =
  'display:inline-block;padding:11px 18px;border-radius:8px;background:#3b4ba8;color:#fff;text-decoration:none;font-weight:600'
const SMALL = 'color:#5f6068;font-size:13px;overflow-wrap:anywhere'
