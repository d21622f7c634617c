const BASE_MS = 1_000
const SPREAD = 0.2

/** How long (ms) a job rests after its nth failed run: 1 s, doubled each time up to `maxMs`, ± 20%, so that a crowd spreads. */
export const backoffMs = (attempt: number, maxMs: number, random: () => number = Math.random) =>
  Math.min(maxMs, BASE_MS * 2 ** (attempt - 1)) * (1 + SPREAD * (2 * random() - 1))
