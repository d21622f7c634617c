import { plural } from '#app/_words/wait.ts'
import type { Chat } from '#client/index.ts'
import { ROOM_TOPIC_MAX, STATUS_TEXT_MAX } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { type CommandName, commands } from './commands.ts'

/** What came of it: a message to send, something that was done (and what to say of it), or why not. */
export type Ran = { send: string } | { done: string } | { wrong: string }

type Context = { chat: Chat; room: RoomSummary; viewer: Pick<User, 'id'> }

/** What Markdown makes ¯\_(ツ)_/¯ of. */
const SHRUG = '¯\\\\\\_(ツ)\\_/¯'

const usage = (name: CommandName): Ran => ({ wrong: `Write /${name} ${commands[name].usage}.` })

/** Does what a command says. Rejects with the server's refusal. */
export async function runCommand(name: CommandName, rest: string, { chat, room, viewer }: Context): Promise<Ran> {
  // A thread is of its room: topic, people and quiet are the room's.
  const roomId = room.parent?.roomId ?? room.id
  const isChannel = (chat.getState().rooms[roomId] ?? room).kind !== 'DIRECT'
  switch (name) {
    case 'shrug':
      return { send: rest === '' ? SHRUG : `${rest} ${SHRUG}` }
    case 'me':
      return rest === '' ? usage('me') : { send: `/me ${rest}` }
    case 'topic': {
      if (!isChannel) return { wrong: 'A conversation has no topic.' }
      if (rest === '') return usage('topic')
      const topic = rest === '-' ? '' : rest.replace(/\s+/g, ' ')
      if (topic.length > ROOM_TOPIC_MAX) return { wrong: `A topic has at most ${plural(ROOM_TOPIC_MAX, 'character')}.` }
      await chat.updateRoom(roomId, { topic })
      return { done: topic === '' ? 'The topic is cleared.' : 'The topic is changed.' }
    }
    case 'invite': {
      const username = /^@?(\S+)$/.exec(rest)?.[1]?.toLowerCase()
      if (username === undefined) return usage('invite')
      if (!isChannel) return { wrong: 'Nobody can be added to a conversation: start a new one.' }
      const user = (await chat.searchUsers(username)).find((one) => one.username === username)
      if (!user) return { wrong: `Nobody here is called @${username}.` }
      if (user.id === viewer.id) return { wrong: 'You are in this room.' }
      await chat.invite(roomId, user.id)
      return { done: `${user.displayName} is in this room now.` }
    }
    case 'mute': {
      if (rest !== '') return { wrong: 'Write /mute alone.' }
      const isMuted = chat.getState().rooms[roomId]?.notify === 'none'
      await chat.setNotify(roomId, isMuted ? 'all' : 'none')
      return { done: isMuted ? 'This room notifies you again.' : 'This room is muted.' }
    }
    case 'status': {
      const text = rest.replace(/\s+/g, ' ')
      if (text.length > STATUS_TEXT_MAX) return { wrong: `A status has at most ${plural(STATUS_TEXT_MAX, 'character')}.` }
      const status = chat.getState().presence[viewer.id]?.status ?? 'online'
      await chat.setPresence(status === 'offline' ? 'invisible' : status, text)
      return { done: text === '' ? 'Your status is cleared.' : 'Your status is set.' }
    }
    default: {
      const never: never = name
      throw new Error(`unknown command ${String(never)}`)
    }
  }
}
