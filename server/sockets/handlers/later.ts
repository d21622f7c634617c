import type { laterRequests } from '#protocol/later.ts'
import type { Message } from '#protocol/models.ts'
import { listFollowed } from '#server/core/later/followed.ts'
import { listMentions } from '#server/core/later/mentioned.ts'
import { namedIn } from '#server/core/sync/named.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

/** What one has for later. Each change is told to all of one's devices: here before the answer, elsewhere by its commit. */
export function laterHandlers({ pool, later, people, catchUp }: HandlerDeps): Pick<Handlers, keyof typeof laterRequests> {
  const { scheduled, sending, reminders, saved, keywords } = later
  const usersOf = (messages: readonly Message[]) => people.get([...namedIn(messages)])

  async function told<T>(userId: string, work: Promise<T>): Promise<T> {
    const done = await work
    await catchUp.person(userId)
    return done
  }

  return {
    'scheduled:add': async ({ actor: { user } }, wanted) => ({ scheduled: await told(user.id, scheduled.add(user, wanted)) }),
    'scheduled:list': ({ actor }, wanted) => scheduled.list(actor.user, wanted),
    'scheduled:edit': async ({ actor: { user } }, { id, ...change }) => ({
      scheduled: await told(user.id, scheduled.edit(user, id, change)),
    }),
    async 'scheduled:remove'({ actor: { user } }, { id }) {
      await told(user.id, scheduled.remove(user, id))
      return {}
    },
    'scheduled:send-now': async ({ actor: { user } }, { id }) => ({ message: await told(user.id, sending.now(user.id, id)) }),

    'reminder:add': async ({ actor: { user } }, wanted) => ({ reminder: await told(user.id, reminders.add(user, wanted)) }),
    async 'reminder:list'({ actor }, wanted) {
      const page = await reminders.list(actor.user, wanted)
      return { ...page, users: await usersOf(page.messages) }
    },
    'reminder:snooze': async ({ actor: { user } }, { id, at }) => ({
      reminder: await told(user.id, reminders.snooze(user, id, at)),
    }),
    'reminder:done': async ({ actor: { user } }, { id }) => ({ reminder: await told(user.id, reminders.done(user, id)) }),
    async 'reminder:remove'({ actor: { user } }, { id }) {
      await told(user.id, reminders.remove(user, id))
      return {}
    },

    async 'saved:set'({ actor: { user } }, { roomId, id, on }) {
      await told(user.id, saved.set(user, roomId, id, on))
      return {}
    },
    async 'saved:list'({ actor }, wanted) {
      const page = await saved.list(actor.user, wanted)
      return { ...page, users: await usersOf(page.messages) }
    },

    'keywords:set': async ({ actor: { user } }, { words }) => ({ keywords: await told(user.id, keywords.set(user.id, words)) }),

    async 'inbox:mentions'({ actor }, wanted) {
      const page = await listMentions(pool, actor.user, wanted)
      return { ...page, users: await usersOf(page.messages) }
    },
    async 'inbox:threads'({ actor }, wanted) {
      const page = await listFollowed(pool, actor.user, wanted)
      const messages = page.threads.flatMap(({ parent, last }) => [parent, last].filter((message) => message !== undefined))
      return { ...page, users: await usersOf(messages) }
    },
  }
}
