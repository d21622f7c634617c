import type { Ask } from '#client/connection/ask.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { RequestPayload } from '#protocol/requests.ts'

/** After a refusal that passes, the next try waits this long (ms) unless the server says how long. */
const RETRY_MS = 1_000

type Name = 'section:set' | 'section:delete' | 'preferences:set' | 'room:place' | 'room:mute' | 'room:notify'
/** Something a person arranged here that the server has not confirmed. */
export type Wish = { [One in Name]: { name: One; payload: RequestPayload<One> } }[Name]
export type KeptWish = { key: string; wish: Wish }

/** Keeps wishes over a reload until the server has them. */
export type WishStore = { put(kept: KeptWish): void; remove(key: string): void }

type Deps = {
  ask: Ask
  isLive(): boolean
  store: WishStore
  onChange(wish: Wish): void
  onDone(wish: Wish, answer: unknown): void
}
type Waiting = { wish: Wish; settle: { resolve(): void; reject(error: unknown): void }[] }

export type Wishes = ReturnType<typeof createWishes>

/** What two wishes about the same thing have in common: the later one adds to the earlier, or takes its place. */
const keyOf = ({ name, payload }: Wish): string => {
  const about = 'roomId' in payload ? payload.roomId : 'id' in payload ? payload.id : ''
  return `${name === 'section:delete' ? 'section:set' : name} ${about}`
}

/**
 * What a person arranges: here at once, kept on the device, told when there is a connection, in the order in which it was
 * first wanted. A change names only what it changes, so what another device changed meanwhile stays [B1].
 */
export function createWishes({ ask, isLive, store, onChange, onDone }: Deps) {
  const waiting = new Map<string, Waiting>()
  let running = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function put(key: string, wish: Wish, settle: Waiting['settle']) {
    const former = waiting.get(key)
    const payload = former?.wish.name === wish.name ? { ...former.wish.payload, ...wish.payload } : wish.payload
    const next = { name: wish.name, payload } as Wish
    waiting.set(key, { wish: next, settle: [...(former?.settle ?? []), ...settle] })
    store.put({ key, wish: next })
  }

  function done(key: string, { settle, wish }: Waiting, error?: unknown) {
    waiting.delete(key)
    store.remove(key)
    onChange(wish)
    for (const one of settle) error === undefined ? one.resolve() : one.reject(error)
  }

  async function run() {
    clearTimeout(timer)
    if (running) return
    running = true
    for (let next = first(); next && isLive(); next = first()) {
      const [key, asked] = next
      try {
        const answer = await ask(asked.wish.name, asked.wish.payload)
        onDone(asked.wish, answer)
        // Wanted otherwise meanwhile: the rest is told next.
        if (waiting.get(key) === asked) done(key, asked)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (isRetried(error.code)) {
          if (isLive()) timer = setTimeout(() => void run(), error.more.retryAfterMs ?? RETRY_MS)
          break
        }
        const now = waiting.get(key)
        if (now) done(key, now, error)
      }
    }
    running = false
  }

  const first = (): [string, Waiting] | undefined => waiting.entries().next().value

  return {
    /** Resolves once the server has it, also much later; rejects when it refuses for good, and then it is undone. */
    want(wish: Wish): Promise<void> {
      return new Promise((resolve, reject) => {
        put(keyOf(wish), wish, [{ resolve, reject }])
        onChange(wish)
        void run()
      })
    },
    /** The wish about one thing that waits, if any. */
    find<One extends Name>(name: One, about = ''): RequestPayload<One> | undefined {
      const wish = waiting.get(`${name === 'section:delete' ? 'section:set' : name} ${about}`)?.wish
      return wish?.name === name ? (wish.payload as RequestPayload<One>) : undefined
    },
    /** Those that wait, first ones first. */
    all: (): Wish[] => [...waiting.values()].map(({ wish }) => wish),
    restore(kept: readonly KeptWish[]) {
      for (const { key, wish } of kept) if (!waiting.has(key)) waiting.set(key, { wish, settle: [] })
    },
    resume: () => void run(),
    /** A room that is gone needs no place. */
    forget(roomId: string) {
      for (const [key, one] of waiting) if ('roomId' in one.wish.payload && one.wish.payload.roomId === roomId) done(key, one)
    },
    stop: () => clearTimeout(timer),
  }
}
