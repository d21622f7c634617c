/**
 * Full jitter: a random wait (ms) between 0 and `base × 2ⁿ`, at most `cap`. Source: "Exponential Backoff And Jitter",
 * AWS Architecture Blog, 2015.
 */
export function jitter(
  tries: number,
  { base, cap, random = Math.random }: { base: number; cap: number; random?: () => number },
): number {
  return Math.floor(random() * Math.min(cap, base * 2 ** Math.min(tries, 30)))
}
