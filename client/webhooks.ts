import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'

type Verbs = Pick<Chat, 'listWebhooks' | 'createWebhook' | 'renameWebhook' | 'revokeWebhook'>

/** `host`: origin of the socket host, which takes what is posted; empty for the page's own. */
export const createWebhookVerbs = (ask: Ask, host: () => string): Verbs => ({
  listWebhooks: async (roomId) => (await ask('webhook:list', { roomId })).webhooks,
  async createWebhook(roomId, name) {
    const { webhook, path } = await ask('webhook:create', { roomId, name })
    return { webhook, url: `${host() || location.origin}${path}` }
  },
  renameWebhook: async (id, name) => (await ask('webhook:rename', { id, name })).webhook,
  revokeWebhook: async (id) => void (await ask('webhook:revoke', { id })),
})
