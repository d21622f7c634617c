import { z } from 'zod'
import { ATTACHMENTS_MAX, KEYWORD_MAX, KEYWORDS_MAX, PAGE_DEFAULT, REMINDER_TEXT_MAX } from './limits.ts'
import { attachment, message, roomSummary, user } from './models.ts'
import { nothing } from './requests/shapes.ts'
import { body, counter, id, line, messageId, pageCursor, pageLimit, time } from './scalars.ts'

/** A moment in UTC, as it is written in JSON. */
const moment = z.iso.datetime({ message: 'must be a time in UTC, like 2027-01-31T09:00:00.000Z' })

/**
 * A message that will be sent. `excerpt`: how its words begin; a list of them has the whole `body`. One that could not be sent
 * says why in `failed`, and keeps its words. `ended`: it was sent or taken back, and the device forgets it.
 */
const scheduled = z.object({
  id: messageId,
  roomId: id,
  at: time,
  excerpt: z.string(),
  body: z.string().optional(),
  replyToId: messageId.optional(),
  files: z.array(attachment).optional(),
  sending: z.literal(true).optional(),
  failed: z.string().optional(),
  ended: z.enum(['sent', 'removed']).optional(),
  meRev: counter,
})

const reminder = z.object({
  id,
  at: time,
  roomId: id.optional(),
  messageId: messageId.optional(),
  text: z.string().optional(),
  /** `removed`: the device forgets it. */
  state: z.enum(['waiting', 'due', 'done', 'removed']),
  meRev: counter,
})

const saved = z.object({ roomId: id, id: messageId, on: z.boolean(), meRev: counter })
const keywords = z.object({ words: z.array(z.string()), meRev: counter })

/** What somebody has for later. As a change it names only what changed, each with the meRev of its change. */
export const later = z.object({
  scheduled: z.array(scheduled).optional(),
  reminders: z.array(reminder).optional(),
  saved: z.array(saved).optional(),
  keywords: keywords.optional(),
})

const named = { messages: z.array(message), users: z.array(user), next: pageCursor.optional() }
const page = { cursor: pageCursor.optional(), limit: pageLimit(PAGE_DEFAULT).optional() }
const ofId = z.object({ id })

export const laterRequests = {
  'scheduled:add': {
    payload: z.object({
      id: messageId,
      roomId: id,
      body,
      at: moment,
      replyToId: messageId.optional(),
      attachmentIds: z.array(id).max(ATTACHMENTS_MAX).optional(),
    }),
    data: z.object({ scheduled }),
  },
  'scheduled:list': {
    payload: z.object({ id: messageId.optional(), ...page }),
    data: z.object({ scheduled: z.array(scheduled), next: pageCursor.optional() }),
  },
  'scheduled:edit': {
    payload: z.object({ id: messageId, body: body.optional(), at: moment.optional() }),
    data: z.object({ scheduled }),
  },
  'scheduled:remove': { payload: z.object({ id: messageId }), data: nothing },
  'scheduled:send-now': { payload: z.object({ id: messageId }), data: z.object({ message }) },

  'reminder:add': {
    payload: z
      .object({
        id: id.optional(),
        roomId: id.optional(),
        messageId: messageId.optional(),
        text: line(REMINDER_TEXT_MAX).optional(),
        at: moment,
      })
      .refine((p) => p.messageId === undefined || p.roomId !== undefined, 'a message needs its room')
      .refine((p) => p.messageId !== undefined || (p.text ?? '') !== '', 'name a message, or say what about'),
    data: z.object({ reminder }),
  },
  'reminder:list': { payload: z.object(page), data: z.object({ reminders: z.array(reminder), ...named }) },
  'reminder:snooze': { payload: z.object({ id, at: moment }), data: z.object({ reminder }) },
  'reminder:done': { payload: ofId, data: z.object({ reminder }) },
  'reminder:remove': { payload: ofId, data: nothing },

  'saved:set': { payload: z.object({ roomId: id, id: messageId, on: z.boolean() }), data: nothing },
  'saved:list': { payload: z.object(page), data: z.object({ saved: z.array(saved), ...named }) },

  'keywords:set': {
    payload: z.object({ words: z.array(line(KEYWORD_MAX)).max(KEYWORDS_MAX, `must be at most ${KEYWORDS_MAX} words`) }),
    data: z.object({ keywords }),
  },

  'inbox:mentions': {
    payload: z.object({ unread: z.boolean().optional(), ...page }),
    data: z.object({
      items: z.array(z.object({ roomId: id, id: messageId, keyword: z.string().optional() })),
      ...named,
    }),
  },
  'inbox:threads': {
    payload: z.object(page),
    data: z.object({
      threads: z.array(z.object({ room: roomSummary, parent: message.optional(), last: message.optional() })),
      users: z.array(user),
      next: pageCursor.optional(),
    }),
  },
} as const satisfies Record<string, { payload: z.ZodType; data: z.ZodType }>

export type Scheduled = z.infer<typeof scheduled>
export type Reminder = z.infer<typeof reminder>
export type Saved = z.infer<typeof saved>
export type Keywords = z.infer<typeof keywords>
export type Later = z.infer<typeof later>
