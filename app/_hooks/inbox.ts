'use client'

import type { ChatState } from '#client/index.ts'
import { useChatState } from './chat.tsx'

/** Mentions and keywords not read yet, as the rooms count them. */
export const countMentions = ({ rooms }: ChatState): number =>
  Object.values(rooms).reduce(
    (sum, room) => sum + (room.role === undefined ? 0 : room.mentionCount + (room.keywordCount ?? 0)),
    0,
  )
export const countThreads = ({ rooms }: ChatState): number =>
  Object.values(rooms).filter((room) => room.kind === 'THREAD' && room.role !== undefined && room.unread > 0).length
export const countDue = ({ later }: ChatState): number =>
  Object.values(later.reminders).filter((reminder) => reminder.state === 'due').length
export const countFailed = ({ later }: ChatState): number =>
  Object.values(later.scheduled).filter((scheduled) => scheduled.failed !== undefined).length

/** What waits in the inbox for oneself: mentions, keywords, reminders that are due, and messages that could not be sent. */
export const useInboxCount = (): number => useChatState((state) => countMentions(state) + countDue(state) + countFailed(state))

/** Whether one keeps this message. */
export const useSaved = (roomId: string, id: string): boolean =>
  useChatState((state) => state.later.saved[`${roomId} ${id}`] !== undefined)
