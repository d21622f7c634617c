import { IDS_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import type { Ask } from './connection/ask.ts'
import type { State } from './state.ts'

/** People whose names are missing are asked for together, this long (ms) after the first. */
const GATHER_MS = 50

/** The people whom rooms and messages name. */
export function createPeople({ state, ask, onChange }: { state: State; ask: Ask; onChange(users: readonly User[]): void }) {
  const wanted = new Set<string>()
  let rev: number | undefined
  let gathering: Promise<void> | null = null

  function put(users: readonly User[] | undefined) {
    const known = state.get().users
    const changed = (users ?? []).filter((user) => !isSame(known[user.id], user))
    if (changed.length === 0) return
    state.set({ users: { ...known, ...Object.fromEntries(changed.map((user) => [user.id, user])) } })
    onChange(changed)
  }

  async function gather(): Promise<void> {
    await new Promise((done) => setTimeout(done, GATHER_MS))
    gathering = null
    const ids = [...wanted]
    wanted.clear()
    for (let at = 0; at < ids.length; at += IDS_MAX) put((await ask('user:get', { ids: ids.slice(at, at + IDS_MAX) })).users)
  }

  async function ensure(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !(id in state.get().users))
    if (missing.length === 0) return
    for (const id of missing) wanted.add(id)
    gathering ??= gather()
    await gathering
  }

  return {
    put,
    /** The people's clock that hello sends: who changed up to it is known [I1]. */
    rev: () => rev,
    at: (told: number | undefined): void => {
      rev = told
    },
    ensure,
    /** The same for people a message names: who can't be told now is asked for with the next message. */
    need: (ids: readonly string[]): void => void ensure(ids).catch(() => undefined),
  }
}

export type People = ReturnType<typeof createPeople>

const isSame = (a: User | undefined, b: User): boolean =>
  a !== undefined &&
  a.username === b.username &&
  a.displayName === b.displayName &&
  a.avatarUrl === b.avatarUrl &&
  a.role === b.role
