import { z } from 'zod'
import { COMMUNITY_NAME_MAX, NOTICE_MAX, NOTICE_MAX_MINUTES } from '../limits.ts'
import { community, customEmoji, notice } from '../models.ts'
import { counter, emojiName, id, line } from '../scalars.ts'
import { nothing } from './shapes.ts'

/** What belongs to the whole installation: its name, its emoji, and notices to everybody. */
export const installationRequests = {
  'community:read': { payload: nothing, data: z.object({ community }) },
  'community:change': {
    payload: z.object({ name: line(COMMUNITY_NAME_MAX).optional(), registration: z.enum(['open', 'closed']).optional() }),
    data: z.object({ community }),
  },
  'emoji:list': { payload: nothing, data: z.object({ emoji: z.array(customEmoji), rev: counter }) },
  'emoji:add': { payload: z.object({ name: emojiName, image: z.base64() }), data: z.object({ emoji: customEmoji }) },
  'emoji:remove': { payload: z.object({ id }), data: nothing },
  'notice:post': {
    payload: z.object({
      body: line(NOTICE_MAX).min(1, 'must say something'),
      level: z.enum(['info', 'warning']),
      endsInMinutes: z.int().min(1).max(NOTICE_MAX_MINUTES).optional(),
    }),
    data: z.object({ notice }),
  },
  'notice:end': { payload: z.object({ id }), data: nothing },
} as const
