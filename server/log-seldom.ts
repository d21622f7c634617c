const EVERY_MS = 60_000

/**
 * For what somebody else can make happen thousands of times a second: `say` is called at once for the first, and after that
 * once in `everyMs` with how many there were since and the last of them.
 */
export function createSeldom<What>(say: (count: number, last: What) => void, everyMs = EVERY_MS): (what: What) => void {
  let count = 0
  let last: What
  let timer: NodeJS.Timeout | undefined

  function tell() {
    timer = undefined
    if (count === 0) return
    say(count, last)
    count = 0
    timer = setTimeout(tell, everyMs).unref()
  }
  return (what) => {
    count += 1
    last = what
    if (!timer) tell()
  }
}
