/** At most `max` of the works given run at once; the others wait in the order in which they came. */
export function createTurns(max: number) {
  const waiting: (() => void)[] = []
  let running = 0

  return {
    async inTurn<T>(work: () => Promise<T>): Promise<T> {
      if (running >= max) await new Promise<void>((turn) => waiting.push(turn))
      else running += 1
      try {
        return await work()
      } finally {
        // The place goes to the next one directly, so that nobody who comes now is faster.
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
    waiting: () => waiting.length,
  }
}

export type Turns = ReturnType<typeof createTurns>
