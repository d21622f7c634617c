import { type Ask, NoAnswer } from '#client/connection/ask.ts'
import { patched } from '#client/timeline/rows.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import type { Change, ChangeStore, KeptChange } from './store.ts'

/** After a refusal that passes, the next try waits this long (ms) unless the server says how long. */
const RETRY_MS = 1_000
/** What was changed longer ago (ms) is not told unasked: the talk has moved on. */
const STALE_MS = 24 * 60 * 60 * 1000

export type ChangesDeps = {
  me: string
  tab: string
  ask: Ask
  isLive(): boolean
  store: ChangeStore
  /** Merges the row of an ack. */
  merge(message: Message): void
  /** The rows of a room are to be drawn again. */
  redraw(roomId: string): void
  /** The ids of the messages whose new words wait. */
  onWaiting(ids: ReadonlySet<string>): void
  /** A change that nobody waits for any more was refused for good, and is undone. */
  onUndone(change: Change, refusal: Refusal): void
  onStaleToken(): void
}

type Waiting = KeptChange & { settle: { resolve(message: Message | null): void; reject(error: Refusal): void }[] }

export type Changes = ReturnType<typeof createChanges>

/** What two changes of the same thing have in common: the later one takes the place of the earlier. */
const aboutOf = ({ name, payload }: Change) =>
  `${name} ${payload.roomId} ${payload.id}${name === 'message:react' ? ` ${payload.emoji}` : ''}`

/**
 * Edits and reactions: drawn at once, kept on the device, told when there is a connection, one after the other in the order
 * in which they were made, and undone with a sentence when they are refused [OF2]. Telling one twice is harmless.
 */
export function createChanges(deps: ChangesDeps) {
  const { me, tab, ask, isLive, store, merge, redraw, onWaiting, onUndone, onStaleToken } = deps
  const waiting = new Map<string, Waiting>()
  /** Rows as they are drawn, by the row and the changes they were drawn from: what did not change is the very same. */
  let drawn = new WeakMap<Message, Message>()
  let running = false
  /** What is being told: whoever made it hears of that, whatever is wanted meanwhile. */
  let told: Waiting | undefined
  let isFresh = true
  let position = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function changed(roomId: string) {
    drawn = new WeakMap()
    onWaiting(new Set([...waiting.values()].flatMap(({ change }) => (change.name === 'message:edit' ? [change.payload.id] : []))))
    redraw(roomId)
  }

  function done({ key, change, settle }: Waiting, outcome: Message | Refusal) {
    waiting.delete(key)
    void store.remove(key).catch(() => undefined)
    if (!(outcome instanceof Refusal)) merge(outcome)
    changed(change.payload.roomId)
    if (!(outcome instanceof Refusal)) for (const one of settle) one.resolve(outcome)
    else if (settle.length > 0) for (const one of settle) one.reject(outcome)
    else onUndone(change, outcome)
  }

  /** It waits for a connection: whoever made it goes on. */
  function letGo(one: Waiting) {
    for (const { resolve } of one.settle) resolve(null)
    one.settle = []
  }

  async function run() {
    clearTimeout(timer)
    if (running) return
    running = true
    for (let next = first(); next && isLive(); next = first()) {
      try {
        const { name, payload } = next.change
        told = next
        const { message } = await (ask(name, payload as never) as Promise<{ message: Message }>)
        // Wanted otherwise meanwhile: that is told next.
        if (waiting.get(next.key) === next) done(next, message)
        else {
          merge(message)
          for (const one of next.settle) one.resolve(message)
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const now = waiting.get(next.key)
        if (now && now !== next) now.settle.unshift(...next.settle)
        else if (!now) for (const one of next.settle) one.reject(error)
        if (now && !isRetried(error.code)) {
          done(now, error)
          continue
        }
        if (error.code === 'token_expired') onStaleToken()
        if (error instanceof NoAnswer) for (const one of waiting.values()) letGo(one)
        timer = setTimeout(() => void run(), error.more.retryAfterMs ?? RETRY_MS)
        break
      } finally {
        told = undefined
      }
    }
    running = false
  }

  const first = (): Waiting | undefined => waiting.values().next().value

  return {
    /**
     * Gives the message once the server has changed it, or null when that has to wait for a connection. Rejects when it is
     * refused before that.
     */
    want(change: Change): Promise<Message | null> {
      const key = `${tab} ${aboutOf(change)}`
      position = Math.max(position + 1, Date.now())
      return new Promise((resolve, reject) => {
        const former = waiting.get(key)
        const next: Waiting = {
          ...{ key, tab, change, madeAt: Date.now() },
          position: former?.position ?? position,
          settle: [...(former && former !== told ? former.settle : []), { resolve, reject }],
        }
        waiting.set(key, next)
        const { settle: _settle, ...kept } = next
        void store.put(kept).catch(() => undefined)
        changed(change.payload.roomId)
        if (!isLive()) letGo(next)
        void run()
      })
    },
    /** Takes in what an earlier page of this tab left, and tabs that are gone (rule C7). */
    async adopt(isGone: (tab: string) => boolean) {
      // Its own it holds already, but for those an earlier page left.
      const withOwn = isFresh
      isFresh = false
      for (const kept of await store.take(tab, (other) => isGone(other) || (withOwn && other === tab))) {
        if (waiting.has(kept.key)) continue
        position = Math.max(position, kept.position)
        const one: Waiting = { ...kept, settle: [] }
        waiting.set(kept.key, one)
        if (Date.now() - kept.madeAt > STALE_MS) done(one, new Refusal('unavailable', 'It was made more than a day ago.'))
        else changed(kept.change.payload.roomId)
      }
      if (waiting.size > 0) void run()
    },
    /** The rows of a room as they will be once everything here is told. */
    draw(roomId: string, messages: readonly Message[]): readonly Message[] {
      const changes = [...waiting.values()].map(({ change }) => change).filter(({ payload }) => payload.roomId === roomId)
      if (changes.length === 0) return messages
      return messages.map((message) => {
        const own = changes.filter(({ payload }) => payload.id === message.id)
        if (own.length === 0 || message.deletedAt || message.hiddenAt) return message
        const known = drawn.get(message)
        if (known) return known
        const next = own.reduce((held, change) => drawnWith(held, change, me), message)
        drawn.set(message, next)
        return next
      })
    },
    /** A room one is no longer in: nothing is changed there. */
    forget(roomId: string) {
      for (const one of [...waiting.values()]) {
        if (one.change.payload.roomId !== roomId) continue
        if (one !== told) done(one, new Refusal('not_found', 'You are no longer in the room.'))
        else {
          // It is being told: its answer says what became of it.
          waiting.delete(one.key)
          void store.remove(one.key).catch(() => undefined)
          changed(roomId)
        }
      }
    },
    resume: () => void run(),
    stop: () => clearTimeout(timer),
  }
}

function drawnWith(held: Message, change: Change, me: string): Message {
  if (change.name === 'message:edit') {
    const { body } = change.payload
    return body === held.body ? held : { ...held, body, editedAt: held.editedAt ?? new Date().toISOString() }
  }
  const { emoji, on } = change.payload
  if ((held.reactions.find((reaction) => reaction.emoji === emoji)?.mine ?? false) === on) return held
  const { id, seq, rev, authorId } = held
  return patched(held, { id, seq, rev, authorId, reacted: [{ userId: me, emoji, on }] }, me)
}
