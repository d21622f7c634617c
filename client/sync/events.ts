import type { ServerEvents } from '#protocol/events.ts'

type Payload<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>[0]
export type Handlers = { [Name in keyof ServerEvents]?: (payload: Payload<Name>) => void }

/**
 * What the server tells, in order. What comes before hello's answer waits for it (rule C2): `hold` starts that, `release`
 * ends it.
 */
export function createEvents(handlers: Handlers) {
  let held: { name: string; payload: unknown }[] | null = null

  function handle(name: string, payload: unknown) {
    const handler = (handlers as Record<string, ((payload: unknown) => void) | undefined>)[name]
    handler?.(payload)
  }

  return {
    heard(name: string, payload: unknown) {
      if (held) held.push({ name, payload })
      else handle(name, payload)
    },
    hold() {
      held = []
    },
    release() {
      const early = held ?? []
      held = null
      for (const { name, payload } of early) handle(name, payload)
    },
  }
}
