import { say } from '#app/_words/say.ts'

/** What can be typed after a slash at the beginning of a message. */
export const commands = {
  shrug: {
    usage: '[words]',
    get help() {
      return say.composer.yourWordsThenツ
    },
  },
  me: {
    get usage() {
      return say.composer.whatYouDo
    },
    get help() {
      return say.composer.saysWhatYouAreDoing
    },
  },
  topic: {
    usage: 'words',
    get help() {
      return say.composer.changesTheTopicOfThis
    },
  },
  invite: {
    usage: '@name',
    get help() {
      return say.composer.bringsSomebodyIntoThisRoom
    },
  },
  mute: {
    usage: '',
    get help() {
      return say.composer.keepsThisRoomQuietOnce
    },
  },
  status: {
    usage: '[words]',
    get help() {
      return say.composer.saysWhatYouAreAt
    },
  },
  remind: {
    get usage() {
      return say.composer.in20MinWords
    },
    get help() {
      return say.composer.remindsYouAtATime
    },
  },
} as const

export type CommandName = keyof typeof commands

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)

/** What is being sent: plain text, a command with what stands after it, or something that looks like one. */
export type Parsed =
  | { type: 'text'; body: string }
  | { type: 'command'; name: CommandName; rest: string }
  | { type: 'unknown'; name: string }

const COMMAND = /^\/([a-z]+)(?=\s|$)\s*([\s\S]*)$/i

/** A slash twice writes one: `//me` is words. A path like `/usr/bin` is words, too. */
export function parseCommand(text: string): Parsed {
  if (text.startsWith('//')) return { type: 'text', body: asWords(text.slice(1)) }
  const match = COMMAND.exec(text)
  if (!match) return { type: 'text', body: text }
  const name = (match[1] ?? '').toLowerCase()
  return isCommand(name) ? { type: 'command', name, rest: (match[2] ?? '').trim() } : { type: 'unknown', name }
}

const ACTION = /^\/me (?=\S)/i

/** What somebody does, of a body that says so; null for any other. */
export const actionOf = (body: string): string | null => (ACTION.test(body) ? body.replace(ACTION, '') : null)

/** A body that is words even where it begins like an action: Markdown's own escape. */
export const asWords = (body: string): string => (actionOf(body) === null ? body : `\\${body}`)
