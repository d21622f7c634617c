import type { Query } from '#server/database/transaction.ts'
import { lift } from '../standing/standing.ts'
import { hide, type Kept, putBack, unhide } from './messages.ts'
import { letIn, type Membership, type Profile, putProfile } from './people.ts'

/** What takes an act back, as it is kept with it. */
export type Inverse =
  | { do: 'unhide'; roomId: string; id: string }
  | { do: 'hide'; roomId: string; id: string }
  | { do: 'put-back'; roomId: string; id: string; kept: Kept }
  | { do: 'lift'; sanctionId: string }
  | { do: 'let-in'; roomId: string; userId: string; was: Membership; sanctionId?: string }
  | { do: 'profile'; userId: string; was: Profile }

/** Rooms whose locks an inverse needs. */
export const roomsOf = (inverse: Inverse): string[] => ('roomId' in inverse ? [inverse.roomId] : [])

/** Takes an act back, under the locks of its rooms. What is so already stays. */
export async function takeBack(query: Query, inverse: Inverse): Promise<void> {
  switch (inverse.do) {
    case 'unhide':
      await unhide(query, inverse.roomId, inverse.id)
      return
    case 'hide':
      await hide(query, inverse.roomId, inverse.id)
      return
    case 'put-back':
      await putBack(query, inverse.roomId, inverse.id, inverse.kept)
      return
    case 'lift':
      await lift(query, inverse.sanctionId)
      return
    case 'let-in':
      if (inverse.sanctionId) await lift(query, inverse.sanctionId)
      await letIn(query, inverse.roomId, inverse.userId, inverse.was)
      return
    case 'profile':
      await putProfile(query, inverse.userId, inverse.was)
      return
    default: {
      const never: never = inverse
      throw new Error(`unknown inverse ${String(never)}`)
    }
  }
}
