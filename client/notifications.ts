import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'

type Verbs = Pick<Chat, 'notifications' | 'setNotifications' | 'subscribePush' | 'unsubscribePush' | 'testPush'>

/** How one is told while one is elsewhere. Nothing of it is kept here. */
export const createNotifications = (ask: Ask): Verbs => ({
  notifications: () => ask('notifications:get', {}),
  setNotifications: async (settings) => void (await ask('notifications:set', settings)),
  subscribePush: async (given) => void (await ask('push:subscribe', given)),
  unsubscribePush: async () => void (await ask('push:unsubscribe', {})),
  testPush: async (nonce) => (await ask('push:test', { nonce }, 15_000)).answered,
})
