import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

/** The place as a whole. What it is called is drawn with the next page. */
export function communityHandlers({ community }: HandlerDeps): Pick<Handlers, 'community:read' | 'community:change'> {
  return {
    'community:read': async () => ({ community: await community.read() }),
    'community:change': async ({ actor }, change) => ({
      community: await community.change({ userId: actor.user.id, address: actor.address }, change),
    }),
  }
}
