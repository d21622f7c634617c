import { type Chat, createChat } from '#client/index.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Person } from '#server/testing/people.ts'
import type { Outcome } from '../history/event.ts'
import { type History, hashOf } from '../history/history.ts'
import { observe } from './observe.ts'
import { createSends } from './sends.ts'

export type Member = {
  person: Person
  chat: Chat
  /** The front it connects to, and so the node it is on while that one is ready. */
  front: number
  send(room: string, body: string): string
  edit(room: string, id: string, body: string): void
  remove(room: string, id: string): void
  react(room: string, id: string, emoji: string): void
  /** Does something that is awaited before the run ends, whatever becomes of it. */
  attempt(work: () => Promise<unknown>): void
  /** What is not settled yet. */
  waiting(): number
  /** Rows that a long absence left out are read as a person would: page by page, upwards. */
  readBack(room: string): Promise<void>
  stop(): Promise<void>
}

/** Null, or as what its client is over: `stopped`, or the reason that it was told. */
export function findEnd({ chat }: Pick<Member, 'chat'>): string | null {
  const { connection } = chat.getState()
  if (connection.status === 'ended') return connection.reason
  return connection.status === 'stopped' ? connection.status : null
}

type Wanted = { person: Person; url: string; front: number; rooms: readonly string[]; history: History }

/** Somebody with the client of the product on a device that remembers nothing. */
export function createMember({ person, url, front, rooms, history }: Wanted): Member {
  const who = person.username
  const client = createChat({ url, getToken: () => person.getToken(), deviceId: person.id, userId: person.id, storage: 'memory' })
  const chat: Chat = {
    ...client,
    async stop() {
      history.note({ op: 'stop', who })
      await client.stop()
    },
  }
  const observed = observe(chat, who, rooms, history)
  const sends = createSends(chat, who, history)
  let working = 0

  function attempt(work: () => Promise<unknown>) {
    working += 1
    const done = () => {
      working -= 1
    }
    work().then(done, done)
  }

  /** Notes an act that is asked for once and may stay without an answer. */
  function act(note: (outcome: Outcome, code?: string) => void, work: () => Promise<unknown>) {
    note('asked')
    attempt(() =>
      work().then(
        // Null: it waits on the device, and may be told later or undone.
        (answer) => note(answer === null ? 'unknown' : 'ok'),
        (error: unknown) => {
          const code = error instanceof Refusal ? error.code : undefined
          note(code && !isRetried(code) ? 'refused' : 'unknown', code)
        },
      ),
    )
  }

  return {
    person,
    chat,
    front,
    send: sends.send,
    edit: (room, id, body) =>
      act(
        (outcome, code) =>
          history.note({ op: 'edit', outcome, who, room, id, hash: hashOf(body), ...(code === undefined ? {} : { code }) }),
        () => chat.edit(room, id, body),
      ),
    remove: (room, id) =>
      act(
        (outcome, code) => history.note({ op: 'delete', outcome, who, room, id, ...(code === undefined ? {} : { code }) }),
        () => chat.remove(room, id),
      ),
    react: (room, id, emoji) =>
      act(
        (outcome, code) => history.note({ op: 'react', outcome, who, room, id, emoji, ...(code === undefined ? {} : { code }) }),
        () => chat.react(room, id, emoji, true),
      ),
    attempt,
    waiting: () => sends.waiting() + working,
    readBack: (room) =>
      observed.paging(async () => {
        if (chat.getState().timelines[room]?.hasAfter) await chat.jumpToPresent(room)
        const first = () => chat.getState().timelines[room]?.messages[0]?.seq
        for (let before: number | undefined; chat.getState().timelines[room]?.hasBefore && first() !== before; ) {
          before = first()
          await chat.loadBefore(room)
        }
      }),
    async stop() {
      observed.stop()
      sends.stop()
      await chat.stop()
    },
  }
}
