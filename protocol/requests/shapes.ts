import { z } from 'zod'
import { message, roomSummary, user } from '../models.ts'
import { id, messageId } from '../scalars.ts'

/** What several requests ask or answer. */
export const inRoom = z.object({ roomId: id })
export const ofMessage = z.object({ roomId: id, id: messageId })
export const nothing = z.object({})
export const room = z.object({ room: roomSummary })
export const one = z.object({ message })
export const users = z.array(user)
