/** Repeats of one measurement: the middle one, and how far they lie apart. */
export type Spread = { median: number; min: number; max: number }

export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  }
}

/** The spread of what is known of each repeat. */
export const spreadOfSome = <T>(repeats: readonly T[], of: (repeat: T) => number | null): Spread | null =>
  spreadOf(repeats.map(of).filter((value) => value !== null))
