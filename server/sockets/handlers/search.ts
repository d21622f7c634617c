import { searchMessages } from '#server/core/search/search.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

export function searchHandlers({ pool, searches }: HandlerDeps): Pick<Handlers, 'search:messages'> {
  return {
    'search:messages': ({ actor }, wanted) => searches.inTurn(() => searchMessages(pool, actor.user, wanted)),
  }
}
