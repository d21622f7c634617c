/** The same choices for the same seed, everywhere (mulberry32). */
export type Random = {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number
  pick<T>(from: readonly T[]): T
  /** `n` different ones, in random order. */
  sample<T>(from: readonly T[], n: number): T[]
  chance(of: number): boolean
  /** A UUIDv7 of the time `at`, or a UUIDv4 without one. */
  uuid(at?: number): string
}

export function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const hex = (digits: number) => Array.from({ length: digits }, () => between(0, 15).toString(16)).join('')
  return {
    next,
    between,
    pick: (from) => from[between(0, from.length - 1)]!,
    sample: (from, n) => {
      const rest = [...from]
      return Array.from({ length: Math.min(n, rest.length) }, () => rest.splice(between(0, rest.length - 1), 1)[0]!)
    },
    chance: (of) => next() < of,
    uuid: (at) => {
      const variant = '89ab'[between(0, 3)]!
      if (at === undefined) return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`
      const time = Math.floor(at).toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`
    },
  }
}
