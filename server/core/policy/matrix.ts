/** Everybody the product tells apart. The first three are let in nowhere. */
export const POLICY_ROLES = [
  'anonymous',
  'banned',
  'revoked',
  'guest',
  'member',
  'room moderator',
  'moderator',
  'admin',
  'owner',
] as const
export type PolicyRole = (typeof POLICY_ROLES)[number]

/** `room`: in the rooms that somebody is owner or moderator of. */
export type Reach = 'none' | 'room' | 'all'

type Line = readonly [guest: Reach, member: Reach, roomModerator: Reach, moderator: Reach, admin: Reach, owner: Reach]
const members: Line = ['all', 'all', 'all', 'all', 'all', 'all']
const rooms: Line = ['none', 'none', 'room', 'all', 'all', 'all']
const moderators: Line = ['none', 'none', 'none', 'all', 'all', 'all']
const admins: Line = ['none', 'none', 'none', 'none', 'all', 'all']

/** Who may do what, as data. A moderator who may act may still not act on an equal or higher role, nor on a case of their own [MO1]. */
const LINES = {
  report: members,
  appeal: members,
  queue: rooms,
  context: rooms,
  open: rooms,
  hide: rooms,
  delete: rooms,
  restore: rooms,
  warn: rooms,
  timeout: rooms,
  remove: rooms,
  undo: rooms,
  appeals: rooms,
  sanctions: rooms,
  suspend: moderators,
  ban: moderators,
  reset: moderators,
  'end-sessions': moderators,
  'block-host': moderators,
  bulk: moderators,
  look: moderators,
  rules: admins,
  audit: admins,
} as const satisfies Record<string, Line>

export type Right = keyof typeof LINES
export const RIGHTS = Object.keys(LINES) as Right[]

/** How far somebody's right reaches. Nobody who is shut out may do anything. */
export function reachOf(role: PolicyRole, right: Right): Reach {
  const place = POLICY_ROLES.indexOf(role) - POLICY_ROLES.indexOf('guest')
  return place < 0 ? 'none' : (LINES[right][place] ?? 'none')
}
