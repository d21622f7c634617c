const NAME_WIDTH = 16

/** Prints one line a step: its name, what came of it and how long it took. `work` answers what there is to say. */
export async function step<T>(name: string, work: () => Promise<T>, tell: (result: T) => string = () => ''): Promise<T> {
  const began = performance.now()
  const result = await work()
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  const said = tell(result)
  console.log(`  ✓ ${name.padEnd(NAME_WIDTH)} ${said === '' ? '' : `${said}  `}${seconds} s`)
  return result
}

/** A line for something that takes long, before it is done. */
export function announce(name: string, what: string) {
  console.log(`  · ${name.padEnd(NAME_WIDTH)} ${what}`)
}
