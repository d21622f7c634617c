import type { State } from '#client/state.ts'
import type { Windows } from '#client/sync/windows.ts'
import { needsSync } from '#client/timeline/log.ts'
import type { User } from '#protocol/models.ts'
import type { Cache, Saved } from './cache.ts'

/** Changes are written together, this long (ms) after the first. */
const GATHER_MS = 1_000
/** Rows of a room that are kept on the device. */
const ROWS_MAX = 200

type Deps = {
  cache: Cache
  state: State
  windows: Windows
  epoch(): string | undefined
  meRev(): number | undefined
  groupsRev(): number | undefined
  peopleRev(): number | undefined
}

export type Saver = ReturnType<typeof createSaver>

/** Writes what changed to the device, in batches. A device that refuses is not asked again. */
export function createSaver({ cache, state, windows, epoch, meRev, groupsRev, peopleRev }: Deps) {
  let rooms = new Set<string>()
  let users = new Map<string, User>()
  let isLaterNew = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOff = false
  /** What is kept beside rooms and people changed. */
  let hasHead = false
  let writing: Promise<void> = Promise.resolve()

  function soon() {
    if (!isOff) timer ??= setTimeout(() => void flush(), GATHER_MS)
  }

  function beside() {
    const { sections, preferences, groups } = state.get()
    return {
      sections: Object.values(sections),
      preferences,
      groups: Object.values(groups),
      groupsRev: groupsRev(),
      peopleRev: peopleRev(),
    }
  }

  function roomToSave(id: string): Saved['rooms'][number] | null {
    const summary = state.get().rooms[id]
    const window = windows.find(id)
    if (!summary || !window || summary.role === undefined) return null
    const { log } = window
    const { messages } = log.tail
    const isWhole = window.loaded && messages.length > 0
    const rows = { roomId: id, rev: log.rev, messages: messages.slice(-ROWS_MAX), savedAt: Date.now() }
    return {
      room: { summary, rev: log.rev },
      rows: isWhole ? { ...rows, hasBefore: log.tail.hasBefore || messages.length > ROWS_MAX } : null,
    }
  }

  async function write() {
    const { me } = state.get()
    const history = epoch()
    if (!me || history === undefined) return
    // A room that lacks rows is not where its clock says: it waits until it is.
    const waits = [...rooms].filter((id) => {
      const log = windows.findLog(id)
      return log && (log.end === null || needsSync(log))
    })
    const ready = [...rooms].filter((id) => !waits.includes(id))
    const saved = ready.map(roomToSave)
    const gone = ready.filter((_, index) => saved[index] === null)
    const told = users
    hasHead = false
    const withLater = isLaterNew
    rooms = new Set(waits)
    users = new Map()
    isLaterNew = false
    const isTaken = await cache.save({
      head: { epoch: history, meRev: meRev(), me, ...beside() },
      ...(withLater ? { later: state.get().later } : {}),
      rooms: saved.filter((one) => one !== null),
      gone,
      users: [...told.values()],
    })
    if (isTaken) return
    isLaterNew ||= withLater
    for (const id of ready) rooms.add(id)
    for (const [id, user] of told) if (!users.has(id)) users.set(id, user)
  }

  /** Writes what is waiting, after what is being written. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(async () => {
      if (isOff || (rooms.size === 0 && users.size === 0 && !hasHead && !isLaterNew)) return
      try {
        await write()
      } catch {
        isOff = true
      }
    })
    return writing
  }

  const flushNow = () => void flush()
  if (typeof window !== 'undefined') window.addEventListener('pagehide', flushNow)

  return {
    room(id: string) {
      rooms.add(id)
      soon()
    },
    head() {
      hasHead = true
      soon()
    },
    users(changed: readonly User[]) {
      for (const user of changed) users.set(user.id, user)
      soon()
    },
    /** What one has for later changed. */
    later() {
      isLaterNew = true
      soon()
    },
    /** Another history: nothing on the device counts. */
    dropAll() {
      rooms = new Set()
      writing = writing.then(() => cache.drop()).catch(() => undefined)
    },
    stop(): Promise<void> {
      if (typeof window !== 'undefined') window.removeEventListener('pagehide', flushNow)
      return flush()
    },
  }
}
