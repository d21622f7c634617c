import type { Person } from '#server/testing/people.ts'
import type { Asked, Begins, Told } from './apart.ts'
import { createMember } from './member.ts'

/** The process of somebody apart: their client, and a channel to the run. */
const { url, id, username, rooms } = JSON.parse(process.argv[2] ?? '{}') as Begins
type Token = { token: string; expiresAt: string }
const tell = (told: Told) => void process.send?.(told)

let onToken: (token: Token) => void = () => undefined
const getToken = () =>
  new Promise<Token>((resolve) => {
    onToken = resolve
    tell({ token: true })
  })
const member = createMember({
  person: { id, username, getToken } as Person,
  url,
  front: 0,
  rooms,
  history: { events: [], note: (note) => tell({ note }), write: () => undefined },
})

process.on('message', (message: Asked | { token: Token }) => {
  if ('token' in message) return onToken(message.token)
  const { connection, timelines } = member.chat.getState()
  if (message.what === 'send') return tell({ ask: message.ask, told: member.send(message.room, message.body) })
  const rows = (timelines[message.room]?.messages ?? []).map((row) => ({ id: row.id, seq: row.seq }))
  tell({ ask: message.ask, told: { status: connection.status, waiting: member.waiting(), now: Date.now(), rows } })
})

await member.chat.connect()
for (const room of rooms) member.chat.open(room)
const isOpen = () => rooms.every((room) => member.chat.getState().timelines[room]?.empty === false)
const unwatch = member.chat.subscribe(() => {
  if (!isOpen()) return
  unwatch()
  tell({ ready: true })
})
if (isOpen()) tell({ ready: true })
