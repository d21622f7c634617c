/** Works of one key run one after the other, in the order in which they came; those of different keys at once. */
export function createKeyedTurns() {
  const last = new Map<string, Promise<void>>()

  return function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (last.get(key) ?? Promise.resolve()).then(work)
    const settled = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (last.get(key) === settled) last.delete(key)
      })
    last.set(key, settled)
    return result
  }
}
