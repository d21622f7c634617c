import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'
import type { People } from './people.ts'

type Deps = { ask: Ask; people: People }

/** Links by which people come in. Nothing of them is kept here. */
export const createInvites = ({ ask, people }: Deps): Pick<Chat, 'createInvite' | 'listInvites' | 'revokeInvite'> => ({
  createInvite: (wanted) => ask('invite:create', wanted),
  async listInvites(wanted = {}) {
    const page = await ask('invite:list', wanted)
    people.put(page.users)
    return page
  },
  revokeInvite: async (id) => void (await ask('invite:revoke', { id })),
})
