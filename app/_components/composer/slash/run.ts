import { tell } from '#app/_components/ui/toast.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { whenInWords } from '#app/_words/when.ts'
import type { Chat } from '#client/index.ts'
import { REMINDER_TEXT_MAX, ROOM_TOPIC_MAX, STATUS_TEXT_MAX } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { type CommandName, commands } from './commands.ts'
import { parseReminder } from './when.ts'

/** What came of it: a message to send, something that was done (and what to say of it), or why not. */
export type Ran = { send: string } | { done: string } | { wrong: string }

type Context = { chat: Chat; room: RoomSummary; viewer: Pick<User, 'id'> }

/** What Markdown makes ¯\_(ツ)_/¯ of. */
const SHRUG = '¯\\\\\\_(ツ)\\_/¯'

const usage = (name: CommandName): Ran => ({ wrong: say.composing.write(name, commands[name].usage) })

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
      if (!isChannel) return { wrong: say.composing.aConversationHasNoTopic }
      if (rest === '') return usage('topic')
      const topic = rest === '-' ? '' : rest.replace(/\s+/g, ' ')
      if (topic.length > ROOM_TOPIC_MAX) return { wrong: say.composing.aTopicHasAtMost(ROOM_TOPIC_MAX) }
      await chat.updateRoom(roomId, { topic })
      return { done: topic === '' ? say.composing.theTopicIsCleared : say.composing.theTopicIsChanged }
    }
    case 'invite': {
      const username = /^@?(\S+)$/.exec(rest)?.[1]?.toLowerCase()
      if (username === undefined) return usage('invite')
      if (!isChannel) return { wrong: say.composing.nobodyCanBeAddedTo }
      const user = (await chat.searchUsers(username)).find((one) => one.username === username)
      if (!user) return { wrong: say.composing.nobodyHereIsCalled(username) }
      if (user.id === viewer.id) return { wrong: say.composing.youAreInThisRoom }
      await chat.invite(roomId, user.id)
      return { done: say.composing.isInThisRoomNow(user.displayName) }
    }
    case 'mute': {
      if (rest !== '') return { wrong: say.composing.writeMuteAlone }
      const isMuted = chat.getState().rooms[roomId]?.muted === true
      // It is so here at once, and the server has it when it can be reached.
      chat.setMuted(roomId, !isMuted).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
      return { done: isMuted ? say.composing.thisRoomIsMutedNo : say.composing.thisRoomIsMuted }
    }
    case 'status': {
      const text = rest.replace(/\s+/g, ' ')
      if (text.length > STATUS_TEXT_MAX) return { wrong: say.composing.aStatusHasAtMost(STATUS_TEXT_MAX) }
      await chat.setPresence({ text })
      return { done: text === '' ? say.composing.yourStatusIsCleared : say.composing.yourStatusIsSet }
    }
    case 'remind': {
      const reminder = parseReminder(rest, new Date())
      if (!reminder) return { wrong: say.composing.writeWhenThenWhatRemind }
      if (reminder.text === '') return usage('remind')
      const text = reminder.text.replace(/\s+/g, ' ')
      if (text.length > REMINDER_TEXT_MAX) return { wrong: say.composing.aReminderHasAtMost(REMINDER_TEXT_MAX) }
      await chat.addReminder({ roomId, text, at: reminder.at })
      return { done: say.composing.youWillBeReminded(whenInWords(reminder.at, new Date())) }
    }
    default: {
      const never: never = name
      throw new Error(`unknown command ${String(never)}`)
    }
  }
}
