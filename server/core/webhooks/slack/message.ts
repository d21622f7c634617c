import type { ShownAs } from '#protocol/models.ts'
import { readDisplayName } from '../../accounts/display-name.ts'
import { fromAttachment } from './attachments.ts'
import { fromBlocks } from './blocks.ts'
import { signOf } from './emoji.ts'
import { fromMrkdwn, fromPlain } from './mrkdwn.ts'
import type { Payload } from './payload.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** What a post says, as a body in Markdown: its blocks, without any its text, and then its attachments. Empty where it says nothing. */
export function bodyOf(payload: Payload): string {
  const blocks = fromBlocks(payload.blocks)
  const text = payload.mrkdwn ? fromMrkdwn(payload.text ?? '') : fromPlain(payload.text ?? '')
  return [blocks || text, ...payload.attachments.map(fromAttachment)]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')
    .toWellFormed()
    .replace(CONTROL, '')
}

/** The name and sign it wants to be shown under, as far as they can be; null where it wants none. `isOwn`: an emoji of the installation's. */
export async function shownAsOf(
  { username, icon_emoji: icon }: Payload,
  isOwn: (name: string) => Promise<boolean>,
): Promise<ShownAs | null> {
  const read = username ? readDisplayName(username.slice(0, 64)) : { wrong: 'is missing' }
  const name = 'displayName' in read ? read.displayName : undefined
  const wanted = /^:?([a-z0-9+-][a-z0-9_+-]{0,31}):?$/.exec(icon?.trim() ?? '')?.[1]
  const sign = wanted === undefined ? undefined : (signOf(wanted) ?? ((await isOwn(wanted)) ? `:${wanted}:` : undefined))
  if (name === undefined && sign === undefined) return null
  return { ...(name === undefined ? {} : { name }), ...(sign === undefined ? {} : { icon: sign }) }
}
