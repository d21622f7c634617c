import type { Ask } from '#client/connection/ask.ts'
import { hasRows } from '#client/timeline/log.ts'
import { type PageKind, receivePage } from '#client/timeline/pages.ts'
import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import type { RequestPayload } from '#protocol/requests.ts'
import type { Gaps } from './gaps.ts'
import type { Window, Windows } from './windows.ts'

/** The first unread message has to be this far inside the latest page, else the page around it is opened. */
const UNREAD_MARGIN = 10

type Deps = {
  windows: Windows
  gaps: Gaps
  ask: Ask
  findRoom(roomId: string): RoomSummary | undefined
  onUsers(users: readonly User[]): void
}

type Where = Pick<RequestPayload<'room:history'>, 'before' | 'after' | 'around'>

/** Loads pages of rooms that are on screen: one at a time a room. */
export function createPages({ windows, gaps, ask, findRoom, onUsers }: Deps) {
  const loading = new Map<string, Promise<void>>()

  async function fetchPage(window: Window, kind: PageKind, where: Where): Promise<void> {
    const { roomId, rev: askedAt } = window.log
    windows.change(window, { loading: kind, kept: [], error: undefined })
    try {
      const page = await ask('room:history', { roomId, limit: PAGE_DEFAULT, ...where })
      if (windows.find(roomId) !== window) return
      onUsers(page.users)
      const kept = window.kept ?? []
      Object.assign(window, { loading: null, kept: null, stale: false, loaded: true })
      const { log } = window
      windows.setLog(window, receivePage(log, page, { kind, askedAt, kept }))
      windows.change(window, window.log.detached ? {} : { detached: false })
      if (page.rev < log.rev) gaps.from(roomId, page.rev)
      gaps.note(roomId)
      gaps.hint(roomId, page.rev)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      windows.change(window, { loading: null, kept: null, error: error.toError() })
      throw error
    }
  }

  /** Pages of a room come one after the other. */
  function load(window: Window, kind: PageKind, where: Where): Promise<void> {
    const { roomId } = window.log
    const before = loading.get(roomId)?.catch(() => undefined) ?? Promise.resolve()
    const page = before.then(() => (windows.find(roomId) === window ? fetchPage(window, kind, where) : undefined))
    const done = page.finally(() => {
      if (loading.get(roomId) === done) loading.delete(roomId)
    })
    done.catch(() => undefined)
    loading.set(roomId, done)
    return done
  }

  /** The page that is loading: who asks for another meanwhile gets that one. */
  const underWay = async ({ log }: Window): Promise<void> => loading.get(log.roomId)?.catch(() => undefined)

  const visible = ({ log, detached }: Window) => (detached && log.detached) || log.tail

  /** What a room shows first: its end, or where the unread ones begin when that is further back than a page. */
  function first(window: Window): Promise<void> {
    const room = findRoom(window.log.roomId)
    const isFar = room && room.unread > 0 && room.lastSeq - room.readSeq > PAGE_DEFAULT - UNREAD_MARGIN
    if (!isFar) return load(window, 'latest', {})
    window.detached = true
    return load(window, 'around', { around: room.readSeq + 1 })
  }

  return {
    /** Loads what an open room lacks: nothing where a page's worth is held already, or where all is. */
    async ensure(window: Window): Promise<void> {
      const { roomId, tail } = window.log
      if (loading.has(roomId)) return
      const room = findRoom(roomId)
      const start = tail.messages[0]?.seq ?? Number.POSITIVE_INFINITY
      const holdsUnread = !room || room.unread === 0 || start <= room.readSeq + 1
      const isEnough =
        !window.stale && window.loaded && (!tail.hasBefore || (tail.messages.length >= PAGE_DEFAULT && holdsUnread))
      if (isEnough || (window.detached && window.log.detached && !window.stale)) return
      await first(window).catch(() => undefined)
    },

    /** The rows of an open room were dropped: they are loaded again, around what was on screen. */
    async reload(window: Window, around: number | null): Promise<void> {
      windows.change(window, { stale: true, detached: around !== null })
      const page = around === null ? load(window, 'latest', {}) : load(window, 'around', { around })
      await page.catch(() => undefined)
    },

    async before(window: Window): Promise<void> {
      if (window.loading) return underWay(window)
      const run = visible(window)
      const seq = run.messages[0]?.seq
      if (seq === undefined || !run.hasBefore) return
      await load(window, 'before', { before: seq }).catch(() => undefined)
    },

    async after(window: Window): Promise<void> {
      if (window.loading) return underWay(window)
      const seq = window.detached ? window.log.detached?.messages.at(-1)?.seq : undefined
      if (seq === undefined) return
      await load(window, 'after', { after: seq }).catch(() => undefined)
    },

    /** Rejects when the page can't be had: somebody asked for that very message. */
    async jumpTo(window: Window, seq: number): Promise<void> {
      const { tail, detached } = window.log
      const holds = (run: typeof tail | null) => run?.messages.some((row) => row.seq === seq) ?? false
      if (holds(tail)) return windows.change(window, { detached: false })
      if (!holds(detached)) await load(window, 'around', { around: seq })
      windows.change(window, { detached: window.log.detached !== null && !holds(window.log.tail) })
    },

    async toPresent(window: Window): Promise<void> {
      const isShort = window.log.tail.messages.length < PAGE_DEFAULT && window.log.tail.hasBefore
      if (isShort || !hasRows(window.log)) await load(window, 'latest', {}).catch(() => undefined)
      if (!window.error) windows.setLog(window, { ...window.log, detached: null })
      windows.change(window, { detached: false })
    },
  }
}

export type Pages = ReturnType<typeof createPages>
