import type { Chat } from '#client/api.ts'
import type { Ask } from '#client/connection/ask.ts'
import type { People } from '#client/people.ts'
import { withKey, withoutKey } from '#client/records.ts'
import type { State } from '#client/state.ts'
import type { Group } from '#protocol/groups.ts'

type Verbs = Pick<Chat, 'createGroup' | 'updateGroup' | 'deleteGroup' | 'listGroupMembers'>

/** The groups of the installation, and which of them one is in [G2]. */
export function createGroups({ state, ask, people, onChange }: { state: State; ask: Ask; people: People; onChange(): void }) {
  let rev: number | undefined
  let mine: ReadonlySet<string> = new Set()

  function set(groups: Readonly<Record<string, Group>>) {
    mine = new Set(
      Object.values(groups)
        .filter((group) => group.mine)
        .map((group) => group.id),
    )
    state.set({ groups })
    onChange()
  }

  /** A later change wins. */
  function put(group: Group) {
    const { groups } = state.get()
    const former = groups[group.id]
    if (former && former.rev >= group.rev) return
    if (group.gone) return set(withoutKey(groups, group.id))
    set(withKey(groups, group.id, group))
  }

  const verbs: Verbs = {
    createGroup: async (group) => (await ask('group:create', group)).group,
    updateGroup: async (groupId, change) => (await ask('group:update', { groupId, ...change })).group,
    deleteGroup: async (groupId) => void (await ask('group:delete', { groupId })),
    async listGroupMembers(groupId, cursor) {
      const page = await ask('group:members', { groupId, ...(cursor === undefined ? {} : { cursor }) })
      people.put(page.users)
      return page
    },
  }

  return {
    verbs,
    mine: (): ReadonlySet<string> => mine,
    /** The clock hello sends: groups held up to it need not be told again. */
    rev: () => rev,
    told: ({ group }: { group: Group }) => put(group),
    /** Hello's list replaces what was known; without one nothing has changed. */
    replace(groups: readonly Group[] | undefined, at: number | undefined) {
      rev = at
      if (groups) set(Object.fromEntries(groups.map((group) => [group.id, group])))
    },
    restore(groups: readonly Group[], at: number | undefined) {
      rev = at
      set(Object.fromEntries(groups.map((group) => [group.id, group])))
    },
  }
}
