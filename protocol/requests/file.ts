import { z } from 'zod'
import { ALT_MAX, FILE_BYTES_MAX } from '../limits.ts'
import { attachment } from '../models.ts'
import { counter, id, line, messageId, pageCursor, time } from '../scalars.ts'
import { inRoom, nothing, users } from './shapes.ts'

const ofFile = z.object({ id })
/** How much of it is there, and where the rest is to be put for a while: a path of the socket host. */
const upload = z.object({ received: counter, address: z.string(), file: attachment.optional() })

/** Files on their way up, and those that a room holds. Their bytes come and go over HTTP. */
export const fileRequests = {
  'file:begin': {
    payload: z.object({ id, roomId: id, name: z.string().max(4_096), size: z.int().min(0).max(FILE_BYTES_MAX) }),
    data: upload,
  },
  'file:resume': { payload: ofFile, data: upload },
  'file:finish': { payload: ofFile, data: z.object({ file: attachment }) },
  'file:drop': { payload: ofFile, data: nothing },
  'file:describe': { payload: ofFile.extend({ alt: line(ALT_MAX) }), data: z.object({ file: attachment }) },
  'room:files': {
    payload: inRoom.extend({ cursor: pageCursor.optional() }),
    data: z.object({
      files: z.array(z.object({ roomId: id, messageId, seq: counter, authorId: id, at: time, file: attachment })),
      users,
      next: pageCursor.optional(),
    }),
  },
} as const
