import type { RequestData } from '#protocol/requests.ts'
import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'
import type { People } from './people.ts'

type Deps = { ask: Ask; people: People }

/** What is found is true for a moment and is kept by nobody but the screen that shows it. */
export const createSearch = ({ ask, people }: Deps): Pick<Chat, 'searchMessages' | 'listPeople'> => ({
  async searchMessages(query, { cursor, limit } = {}): Promise<RequestData<'search:messages'>> {
    const page = await ask('search:messages', {
      query,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(cursor === undefined ? {} : { cursor }),
      ...(limit === undefined ? {} : { limit }),
    })
    people.put(page.users)
    return page
  },
  async listPeople(wanted = {}) {
    const page = await ask('user:list', wanted)
    people.put(page.users)
    return page
  },
})
