import type { TimelineState } from '#client/types.ts'
import type { ProtocolError } from '#protocol/errors.ts'
import type { Log } from './log.ts'

/** What a screen sees of a room besides its rows. */
export type Viewing = {
  /** The detached run is on screen, where there is one. */
  detached: boolean
  /** A page or the cache gave rows, or told that there are none. */
  loaded: boolean
  loading: TimelineState['loading']
  /** Rows were dropped and are on their way again: the former ones stay on screen until then. */
  stale: boolean
  error: ProtocolError | undefined
}

/** The state of a room's timeline; the very `former` one when nothing in it changed. */
export function viewOf(log: Log, viewing: Viewing, former: TimelineState | undefined): TimelineState {
  const next = viewing.stale && former ? { ...former, loading: viewing.loading, ...errorOf(viewing) } : fresh(log, viewing)
  return former && isSame(former, next) ? former : next
}

function fresh(log: Log, viewing: Viewing): TimelineState {
  const run = viewing.detached && log.detached ? log.detached : log.tail
  return {
    messages: run.messages,
    hasBefore: run.hasBefore,
    hasAfter: run === log.detached,
    loading: viewing.loading,
    empty: !viewing.loaded && run.messages.length === 0,
    ...errorOf(viewing),
  }
}

const errorOf = ({ error }: Viewing) => (error ? { error } : {})

const isSame = (a: TimelineState, b: TimelineState): boolean =>
  a.messages === b.messages &&
  a.hasBefore === b.hasBefore &&
  a.hasAfter === b.hasAfter &&
  a.loading === b.loading &&
  a.empty === b.empty &&
  a.error === b.error
