import { setDefaultNotify, setNotify } from '#server/core/sidebar/notify.ts'
import { setMuted, setPlace } from '#server/core/sidebar/placing.ts'
import { deleteSection, setSection } from '#server/core/sidebar/sections.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'room:notify' | 'room:mute' | 'room:place' | 'section:set' | 'section:delete' | 'preferences:set'

/** What only concerns the one who asks: all their devices hear of it by the commit's notification, this one too. */
export function sidebarHandlers({ pool }: HandlerDeps): Pick<Handlers, Names> {
  return {
    async 'room:notify'({ actor }, { roomId, level }) {
      await setNotify(pool, actor.user, roomId, level)
      return {}
    },
    async 'room:mute'({ actor }, { roomId, muted }) {
      await setMuted(pool, actor.user, roomId, muted)
      return {}
    },
    async 'room:place'({ actor }, { roomId, ...place }) {
      await setPlace(pool, actor.user, roomId, place)
      return {}
    },
    'section:set': async ({ actor }, wanted) => ({ section: await setSection(pool, actor.user.id, wanted) }),
    async 'section:delete'({ actor }, { id }) {
      await deleteSection(pool, actor.user.id, id)
      return {}
    },
    async 'preferences:set'({ actor }, { notify }) {
      await setDefaultNotify(pool, actor.user.id, notify)
      return {}
    },
  }
}
