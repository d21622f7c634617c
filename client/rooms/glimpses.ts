import type { Ask } from '#client/connection/ask.ts'
import type { State } from '#client/state.ts'
import { asWhole, patched, withOwn } from '#client/timeline/rows.ts'
import type { ChatState } from '#client/types.ts'
import { MESSAGES_GET_MAX } from '#protocol/limits.ts'
import type { Message, MessagePatch, User } from '#protocol/models.ts'

/** Messages that are wanted are asked for together, this long (ms) after the first. */
const GATHER_MS = 30
/** Messages kept beside the timelines; past this many the first ones go. */
const KEPT_MAX = 300

type Deps = { me: string; state: State; ask: Ask; onUsers(users: readonly User[]): void }

/**
 * Single messages a screen speaks of without holding their page: what an answer quotes, what a thread is about. They follow
 * what is told of their room. Null: there is no such message in it.
 */
export function createGlimpses({ me, state, ask, onUsers }: Deps) {
  const wanted = new Map<string, Set<string>>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const known = () => state.get().glimpses

  function keep(more: ChatState['glimpses']) {
    // What was told meanwhile is newer than what was read.
    const isNews = ([id, message]: [string, Message | null]) => (known()[id]?.rev ?? -1) < (message?.rev ?? 0)
    const all = [...Object.entries(known()), ...Object.entries(more).filter(isNews)]
    state.set({ glimpses: Object.fromEntries(all.slice(-KEPT_MAX)) })
  }

  async function fetch(roomId: string, ids: string[]): Promise<void> {
    const { messages, users, left = [] } = await ask('message:get', { roomId, ids })
    onUsers(users)
    const found = new Map(messages.map((message) => [message.id, message]))
    const told = ids.filter((id) => !left.includes(id))
    keep(Object.fromEntries(told.map((id) => [id, found.get(id) ?? null])))
    if (left.length > 0) await fetch(roomId, left)
  }

  function gather() {
    timer = undefined
    const rooms = [...wanted]
    wanted.clear()
    for (const [roomId, ids] of rooms) {
      const list = [...ids]
      for (let at = 0; at < list.length; at += MESSAGES_GET_MAX)
        // Who can't be told now asks again when it is drawn again.
        void fetch(roomId, list.slice(at, at + MESSAGES_GET_MAX)).catch(() => undefined)
    }
  }

  return {
    /** Has a message fetched unless it is here. */
    want(roomId: string, id: string) {
      if (id in known()) return
      const ids = wanted.get(roomId) ?? new Set<string>()
      wanted.set(roomId, ids.add(id))
      timer ??= setTimeout(gather, GATHER_MS)
    },
    /** Messages that were fetched for a list: they follow what is told of their room from now on. */
    keep: (messages: readonly Message[]) => keep(Object.fromEntries(messages.map((message) => [message.id, message]))),
    /** Rows that were applied to a room: what is kept here of them changes too. */
    rowsCame(roomId: string, rows: readonly MessagePatch[]) {
      const changed: Record<string, Message> = {}
      for (const row of rows) {
        const held = changed[row.id] ?? known()[row.id]
        if (!held || held.roomId !== roomId || row.rev <= held.rev) continue
        const whole = asWhole(row, roomId)
        changed[row.id] = whole ? withOwn(whole, me, held) : patched(held, row, me)
      }
      if (Object.keys(changed).length > 0) state.set({ glimpses: { ...known(), ...changed } })
    },
    /** What is kept of a room may be out of date, or is no longer one's own. */
    forget(roomId: string) {
      const left = Object.entries(known()).filter(([, message]) => message !== null && message.roomId !== roomId)
      if (left.length < Object.keys(known()).length) state.set({ glimpses: Object.fromEntries(left) })
    },
    stop: () => clearTimeout(timer),
  }
}
