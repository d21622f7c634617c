/** Whose presence each connection of this node shows. */
export function createWatching() {
  const bySocket = new Map<string, Set<string>>()
  const byPerson = new Map<string, Set<string>>()

  function drop(socketId: string) {
    for (const userId of bySocket.get(socketId) ?? []) {
      const watchers = byPerson.get(userId)
      watchers?.delete(socketId)
      if (watchers?.size === 0) byPerson.delete(userId)
    }
    bySocket.delete(socketId)
  }

  return {
    /** Replaces what this connection watches. */
    set(socketId: string, userIds: readonly string[]) {
      drop(socketId)
      bySocket.set(socketId, new Set(userIds))
      for (const userId of userIds) {
        const watchers = byPerson.get(userId) ?? new Set()
        byPerson.set(userId, watchers.add(socketId))
      }
    },
    drop,
    watchedBy: (socketId: string): string[] => [...(bySocket.get(socketId) ?? [])],
    isWatched: (userId: string) => byPerson.has(userId),
    watchersOf: (userId: string): ReadonlySet<string> => byPerson.get(userId) ?? new Set(),
  }
}

export type Watching = ReturnType<typeof createWatching>
