import { createStore } from 'zustand/vanilla'
import { noLater } from './later/state.ts'
import type { ChatState } from './types.ts'

/** Listeners are told at most this often (ms) while many frames come. */
const FRAME_MS = 16
/** A frame that was not painted by then (ms) is not waited for. */
const UNPAINTED_MS = 100

export type State = {
  get(): ChatState
  /** Replaces what is named. Listeners hear of it once, however many changes come together. */
  set(change: Partial<ChatState>): void
  subscribe(listener: () => void): () => void
}

/**
 * The state a screen draws. `get` is always the latest; listeners are told in the next microtask, or with the next
 * frame when the last time is less than a frame ago.
 */
export function createState(): State {
  const store = createStore<ChatState>(() => blank)
  const listeners = new Set<() => void>()
  let scheduled = false
  let toldAt = 0

  function tell() {
    scheduled = false
    toldAt = Date.now()
    for (const listener of [...listeners]) listener()
  }
  store.subscribe(() => {
    if (scheduled) return
    scheduled = true
    if (Date.now() - toldAt >= FRAME_MS) queueMicrotask(tell)
    else nextFrame(tell)
  })

  return {
    get: store.getState,
    set: (change) => store.setState(change),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

// Node has no frames, and a page that is hidden paints none: not even the one that was asked for a moment before.
function nextFrame(then: () => void) {
  if (typeof requestAnimationFrame !== 'function') return void setTimeout(then, typeof document === 'undefined' ? 0 : FRAME_MS)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    then()
  })
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    then()
  }, UNPAINTED_MS)
}

const blank: ChatState = {
  connection: { status: 'stopped' },
  me: null,
  starting: true,
  rooms: {},
  timelines: {},
  outbox: {},
  uploads: {},
  fileMaxBytes: 0,
  held: {},
  users: {},
  typing: {},
  presence: {},
  cursors: {},
  editsWaiting: new Set(),
  undone: null,
  glimpses: {},
  linkPreviews: false,
  mayInvite: false,
  notices: [],
  emoji: [],
  otherDrafts: {},
  sections: {},
  preferences: { notify: 'all' },
  groups: {},
  behind: {},
  host: null,
  later: noLater,
}
