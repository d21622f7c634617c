import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'

type Sessions = Pick<Chat, 'listSessions' | 'makeResetLink' | 'endSession' | 'endOtherSessions' | 'listConnections'>

/** Where people are signed in and connected. Nothing of it is kept: it is true for a moment. */
export const createSessions = (ask: Ask): Sessions => ({
  listSessions: async () => (await ask('session:list', {})).sessions,
  makeResetLink: async (userId) => (await ask('user:reset-link', { userId })).token,
  endSession: async (sessionId) => void (await ask('session:end', { sessionId })),
  endOtherSessions: async () => (await ask('session:end-others', {})).ended,
  listConnections: (query, cursor) =>
    ask('connection:list', { ...(query ? { query } : {}), ...(cursor === undefined ? {} : { cursor }) }),
})
