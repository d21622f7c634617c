import { uuidv7 } from 'uuidv7'
import { GENERAL_ROOM_ID } from '#server/core/accounts/general.ts'
import { append } from '#server/core/messages/log/append.ts'
import { removeMember } from '#server/core/rooms/membership.ts'
import { openThread } from '#server/core/rooms/threads.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { INSIDE, type People } from '#server/testing/roles.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { TestServer } from '#server/testing/server.ts'
import { CONNECTED, type Connected, type Kind, type Thing } from './matrix.ts'

/** Words of every message of the rooms below. */
export const WORDS = 'the words nobody else may read'

type Place = { roomId: string; messageBy: Map<string, string> }

/** The rooms the matrix asks about. `fresh` makes another one like it for a request that uses it up. */
export async function createPlaces(server: TestServer, people: People) {
  const { pool } = server.database
  const [resident, newcomer, hermit, friend] = (await createPeople(server, 4)) as [Person, Person, Person, Person]

  async function write(roomId: string, authors: readonly Person[]): Promise<Place> {
    const messageBy = new Map(authors.map((author) => [author.id, uuidv7()]))
    const entries = authors.map((author) => ({
      id: messageBy.get(author.id)!,
      roomId,
      author: { id: author.id, username: author.username, displayName: author.displayName, role: 'member' as const },
      sessionId: author.session.id,
      body: WORDS,
      replyToId: null,
      mentionUserIds: [],
      mentionRoom: null,
      kind: null,
    }))
    const { outcomes } = await append(pool, entries, true)
    if (outcomes.some(({ status }) => status !== 'new')) throw new Error('a message of the matrix was not stored')
    return { roomId, messageBy }
  }

  // A guest who is in no room with anybody.
  await transaction(pool, (query) => removeMember(query, GENERAL_ROOM_ID, people.guest.id, 'left'))

  const insiders = INSIDE.map((role) => people[role])
  const everybody = CONNECTED.map((role) => people[role])

  /** A public room that all wrote in and only its insiders stayed in, or a private one of theirs. */
  async function room(kind: 'PUBLIC' | 'PRIVATE'): Promise<Place> {
    const authors = [resident, ...(kind === 'PUBLIC' ? everybody : insiders)]
    const roomId = await createRoom(server, people['room owner'], { kind, members: authors })
    await pool.query(`UPDATE membership SET role = 'moderator' WHERE room_id = $1 AND user_id = $2`, [
      roomId,
      people['room moderator'].id,
    ])
    const place = await write(roomId, authors)
    await transaction(pool, async (query) => {
      for (const gone of authors.filter((author) => author !== resident && !insiders.includes(author)))
        await removeMember(query, roomId, gone.id, 'left')
    })
    return place
  }

  async function foreignRooms(): Promise<Record<'foreign' | 'thread' | 'direct', Place>> {
    const foreign = await write(await createRoom(server, hermit, { kind: 'PRIVATE', name: 'hidden', members: [friend] }), [
      hermit,
    ])
    const user = { id: hermit.id, username: hermit.username, displayName: hermit.displayName, role: 'member' as const }
    const thread = await openThread(pool, user, foreign.roomId, foreign.messageBy.get(hermit.id)!)
    return {
      foreign,
      thread: await write(thread, [hermit]),
      direct: await write(await createRoom(server, hermit, { kind: 'DIRECT', members: [friend] }), [hermit]),
    }
  }

  const foreign = await foreignRooms()
  for (const { roomId, messageBy } of Object.values(foreign)) {
    await pool.query(`INSERT INTO reaction (room_id, message_id, user_id, emoji) VALUES ($1, $2, $3, '👍')`, [
      roomId,
      messageBy.get(hermit.id),
      friend.id,
    ])
  }
  // They share no room with anybody asked about: everybody joined #general.
  await pool.query('UPDATE membership SET left_at = now() WHERE user_id = ANY ($1) AND NOT room_id = ANY ($2)', [
    [hermit.id, friend.id],
    Object.values(foreign).map((place) => place.roomId),
  ])
  const shared = { PUBLIC: await room('PUBLIC'), PRIVATE: await room('PRIVATE') }

  const inPlace = ({ roomId, messageBy }: Place, author: Person): Thing => ({
    roomId,
    messageId: messageBy.get(author.id)!,
    userId: author.id,
    sessionId: author.session.id,
    newcomerId: newcomer.id,
  })

  return {
    async thing(role: Connected, kind: Kind, fresh = false): Promise<Thing> {
      if (kind === 'nowhere')
        return { roomId: uuidv7(), messageId: uuidv7(), userId: uuidv7(), sessionId: uuidv7(), newcomerId: newcomer.id }
      if (kind === 'foreign' || kind === 'thread' || kind === 'direct') return inPlace(foreign[kind], hermit)
      const which = kind === 'private' ? 'PRIVATE' : 'PUBLIC'
      return inPlace(fresh ? await room(which) : shared[which], kind === 'own' ? people[role] : resident)
    },
    /** All there is of the rooms that none of the roles is in. */
    async remember(): Promise<string> {
      const ids = Object.values(foreign).map((place) => place.roomId)
      const read = async (table: string) =>
        (await queryOn(pool)(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE room_id = ANY ($1) ORDER BY t::text`, [ids])).map(
          ({ row }) => row,
        )
      return JSON.stringify(await Promise.all(['room_head', 'membership', 'message', 'reaction', 'sanction'].map(read)))
    },
    secrets: [WORDS, 'hidden', hermit.id, friend.id, ...Object.values(foreign).map((place) => place.roomId)],
  }
}

export type Places = Awaited<ReturnType<typeof createPlaces>>
