import { z } from 'zod'
import { WEBHOOK_ATTACHMENTS_MAX } from '#protocol/limits.ts'

/** Programs send numbers and nulls where texts belong: a text is what can be read as one, all else is left out. */
const text = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .nullish()
  .catch(null)
  .transform((value) => value ?? undefined)
const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 'true' || value === 1)
const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .nullish()
    .catch(null)
    .transform((value) => value ?? [])

const field = z.object({ title: text, value: text, short: flag })

export const block = z.looseObject({ type: z.string() })

const attachment = z.object({
  fallback: text,
  color: text,
  pretext: text,
  author_name: text,
  author_link: text,
  title: text,
  title_link: text,
  text,
  fields: list(field),
  image_url: text,
  footer: text,
  ts: text,
  blocks: list(block),
})

const payload = z.object({
  text,
  mrkdwn: z
    .unknown()
    .optional()
    .transform((value) => value !== false && value !== 'false'),
  username: text,
  icon_emoji: text,
  blocks: list(block),
  attachments: list(attachment),
})

export type Block = z.infer<typeof block>
export type SlackAttachment = z.infer<typeof attachment>
export type Payload = z.infer<typeof payload>

/** What was posted, as JSON or as the `payload` of a form; null where it can't be read. */
export function readPayload(type: string, body: string): Payload | null {
  try {
    const json = /^application\/x-www-form-urlencoded/i.test(type) ? new URLSearchParams(body).get('payload') : body
    const read = payload.safeParse(JSON.parse(json ?? ''))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

export const hasTooMany = ({ attachments }: Payload): boolean => attachments.length > WEBHOOK_ATTACHMENTS_MAX
