import { randomUUID } from 'node:crypto'
import type { UserRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { enterRooms, type Invited, noteUse } from '../invites/taking.ts'
import { hasOwner, lockOwners } from './account.ts'
import { isNameTaken, lockName } from './claimed-names.ts'
import { joinGeneral } from './general.ts'
import type { Name } from './username.ts'

/** What an account is made of. Everything is checked before. */
export type NewAccount = Name & {
  displayName: string
  email: string | null
  passwordHash: string | null
  avatarUrl: string | null
  /** What it becomes unless it is the first, which becomes owner. */
  role: UserRole
}

/** Throws where only the first account would have been let in; answers as what somebody comes who was invited. */
export type Admit = (query: Query) => Promise<Invited | null> | null | undefined

const CROWD_WAIT = '4s'

/**
 * Makes an account in the caller's transaction and has it join `#general`, and the rooms it was invited to; a guest who was
 * invited, those alone [IN3]. The first of an installation becomes owner, also when twenty come at once [A8]. An e-mail
 * address that is somebody's already is left out without a word [A5].
 */
export async function insertAccount(query: Query, account: NewAccount, admit: Admit): Promise<{ id: string; username: string }> {
  // Everybody joins one room, one after the other: somebody who registers in a crowd waits longer than a message would.
  await query(`SET LOCAL lock_timeout = '${CROWD_WAIT}'`)
  const isFirst = await claimFirst(query)
  const invited = isFirst ? null : await admit(query)
  await lockName(query, account.skeleton)
  if (await isNameTaken(query, account.skeleton)) throw new NameTaken()
  const id = randomUUID()
  await query(
    `INSERT INTO users (id, username, skeleton, display_name, email, password_hash, avatar_url, role)
     VALUES ($1, $2, $3, $4, (SELECT $5::text WHERE NOT EXISTS (SELECT 1 FROM users WHERE email = $5)), $6, $7, $8::user_role)`,
    [
      id,
      account.username,
      account.skeleton,
      account.displayName,
      account.email,
      account.passwordHash,
      account.avatarUrl,
      isFirst ? 'owner' : (invited?.role ?? account.role),
    ],
  )
  await query('INSERT INTO user_head (user_id) VALUES ($1)', [id])
  if (invited?.role !== 'guest') await joinGeneral(query, id, isFirst ? 'owner' : 'member')
  if (invited) {
    await enterRooms(query, invited.roomIds, id)
    await noteUse(query, invited.inviteId, id)
  }
  return { id, username: account.username }
}

/** Whether this transaction makes the first account. If so, it holds the lock until it ends. */
async function claimFirst(query: Query): Promise<boolean> {
  if (await hasOwner(query)) return false
  await lockOwners(query)
  return !(await hasOwner(query))
}

const UNIQUE_VIOLATION = '23505'

/** Somebody or a group has this name, or one that looks like it [A2, G1]. */
class NameTaken extends Error {}

/** Which unique column of `users` an error of making an account is about, if it is about one. */
export function takenColumn(error: unknown): 'username' | 'email' | null {
  if (error instanceof NameTaken) return 'username'
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== UNIQUE_VIOLATION) return null
  if (constraint === 'users_username_key' || constraint === 'users_skeleton_key') return 'username'
  return constraint === 'users_email_key' ? 'email' : null
}
