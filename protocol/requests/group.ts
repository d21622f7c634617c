import { z } from 'zod'
import { group, groupDescription, groupName } from '../groups.ts'
import { IDS_MAX } from '../limits.ts'
import { id, pageCursor } from '../scalars.ts'
import { nothing, users } from './shapes.ts'

/** Groups that are mentioned by a name. */
export const groupRequests = {
  'group:create': {
    payload: z.object({
      name: groupName,
      description: groupDescription.optional(),
      memberIds: z.array(id).max(IDS_MAX).optional(),
    }),
    data: z.object({ group }),
  },
  'group:update': {
    payload: z.object({
      groupId: id,
      name: groupName.optional(),
      description: groupDescription.optional(),
      add: z.array(id).max(IDS_MAX).optional(),
      remove: z.array(id).max(IDS_MAX).optional(),
    }),
    data: z.object({ group }),
  },
  'group:delete': { payload: z.object({ groupId: id }), data: nothing },
  'group:members': {
    payload: z.object({ groupId: id, cursor: pageCursor.optional() }),
    data: z.object({ userIds: z.array(id), users, next: pageCursor.optional() }),
  },
} as const
