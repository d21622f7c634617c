import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { EmojiChange } from '#protocol/events.ts'
import { CUSTOM_EMOJI_MAX } from '#protocol/limits.ts'
import type { CustomEmoji, User } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { makePicture } from './picture.ts'

type Row = { id: string; name: string; added_by: string }
const toEmoji = (row: Row): CustomEmoji => ({ id: row.id, name: row.name, addedBy: row.added_by })

type By = User & { address?: string | undefined }
const STAFF = new Set<User['role']>(['owner', 'admin', 'moderator'])

/** The installation's own emoji. Each change takes their next rev and wakes every node in its own transaction [X3, W2]. */
export function createCustomEmoji(pool: pg.Pool, addedBy: 'members' | 'staff') {
  const query = queryOn(pool)

  /** One change after the other: the row of the installation is their lock. */
  async function nextRev(inside: Query): Promise<number> {
    const [row] = await inside<{ emoji_rev: number }>('UPDATE installation SET emoji_rev = emoji_rev + 1 RETURNING emoji_rev')
    if (!row) throw new Error('there is no installation')
    return row.emoji_rev
  }
  const tell = (inside: Query, emoji: EmojiChange) => notify(inside, { emoji })

  return {
    /** All of them by name, and their clock. Rows may be newer than the clock, never older. */
    async list(): Promise<{ emoji: CustomEmoji[]; rev: number }> {
      const rev = await this.rev()
      return { rev, emoji: (await query<Row>('SELECT id, name, added_by FROM custom_emoji ORDER BY name')).map(toEmoji) }
    },

    async rev(): Promise<number> {
      const [row] = await query<{ emoji_rev: number }>('SELECT emoji_rev FROM installation')
      return row?.emoji_rev ?? 0
    },

    /**
     * Adds one under a name that is free. Refuses `forbidden` to guests (to all but staff where the setting says so), `conflict`
     * (the name is taken, or there are 1,000), and what `makePicture` refuses.
     */
    async add(user: By, name: string, image: string): Promise<CustomEmoji> {
      if (user.role === 'guest' || (addedBy === 'staff' && !STAFF.has(user.role)))
        throw new Refusal('forbidden', 'You may not add emoji here.')
      const picture = await makePicture(Buffer.from(image, 'base64'))
      return transaction(pool, async (inside) => {
        const rev = await nextRev(inside)
        const [{ count = 0 } = {}] = await inside<{ count: number }>('SELECT count(*)::int AS count FROM custom_emoji')
        if (count >= CUSTOM_EMOJI_MAX)
          throw new Refusal('conflict', `There are ${CUSTOM_EMOJI_MAX} emoji already: remove one first.`)
        const [row] = await inside<Row>(
          `INSERT INTO custom_emoji (id, name, image, added_by) VALUES ($1, $2, $3, $4)
           ON CONFLICT (name) DO NOTHING RETURNING id, name, added_by`,
          [uuidv7(), name, picture, user.id],
        )
        if (!row) throw new Refusal('conflict', `There is an emoji :${name}: already.`, { fields: { name: 'is taken' } })
        const added = toEmoji(row)
        await tell(inside, { rev, added })
        await audit(inside, { by: user, act: 'emoji:add', kind: 'emoji', id: added.id, after: { name } })
        return added
      })
    },

    /** Removes one: its adder or staff. Messages keep its name as words. Refuses `not_found`, and `forbidden` to others. */
    async remove(user: By, id: string): Promise<void> {
      await transaction(pool, async (inside) => {
        const rev = await nextRev(inside)
        const [there] = await inside<Row>('SELECT id, name, added_by FROM custom_emoji WHERE id = $1 FOR UPDATE', [id])
        if (!there) throw new Refusal('not_found', 'There is no such emoji.')
        if (there.added_by !== user.id && !STAFF.has(user.role))
          throw new Refusal('forbidden', 'Only who added an emoji, and the people who run this server, remove it.')
        await inside('DELETE FROM custom_emoji WHERE id = $1', [id])
        await tell(inside, { rev, removed: id })
        await audit(inside, {
          ...{ by: user, act: 'emoji:remove', kind: 'emoji', id, userId: there.added_by, before: { name: there.name } },
        })
      })
    },
  }
}

export type CustomEmojiSet = ReturnType<typeof createCustomEmoji>

/** The WebP of one, or null when it is not there (any more). */
export async function findPicture(query: Query, id: string): Promise<Buffer | null> {
  const [row] = await query<{ image: Buffer }>('SELECT image FROM custom_emoji WHERE id = $1', [id])
  return row?.image ?? null
}
