/** As many rooms ask at once: a node that was slow tells the clocks of hundreds in one go. */
const AT_ONCE = 8

type Deps = {
  /** Asks for one room. Answers for how long (ms) nobody is to ask when that was too fast; the room then waits again. */
  ask(roomId: string): Promise<number | undefined>
  /** Goes before the others, as what is on screen does. */
  isFirst(roomId: string): boolean
}

/** Rooms that wait to be asked for, each once. After an answer of "too fast" one at a time asks, at that pace, until nobody waits. */
export function createQueue({ ask, isFirst }: Deps) {
  const waiting = new Set<string>()
  let running = 0
  let pace: number | null = null
  let pause: ReturnType<typeof setTimeout> | undefined
  /** Names the connection: what an older one still brings frees no place. */
  let run = 0

  function next() {
    if (waiting.size === 0) pace = null
    while (pause === undefined && running < (pace === null ? AT_ONCE : 1)) {
      const roomId = [...waiting].find(isFirst) ?? [...waiting][0]
      if (roomId === undefined) return
      waiting.delete(roomId)
      running += 1
      const mine = run
      const pausedFor = pace ?? 0
      void ask(roomId).then((tooFastFor) => mine === run && done(roomId, pausedFor, tooFastFor))
    }
  }

  function done(roomId: string, pausedFor: number, tooFastFor: number | undefined) {
    running -= 1
    if (tooFastFor !== undefined) {
      // What is left to wait after a pause says by how much the pause was too short.
      pace = pausedFor + tooFastFor
      waiting.add(roomId)
    }
    if (pace !== null) rest(pace)
    next()
  }

  function rest(ms: number) {
    clearTimeout(pause)
    pause = setTimeout(() => {
      pause = undefined
      next()
    }, ms)
  }

  return {
    add(roomId: string) {
      waiting.add(roomId)
      next()
    },
    clear() {
      run += 1
      running = 0
      pace = null
      clearTimeout(pause)
      pause = undefined
      waiting.clear()
    },
  }
}
