/** What the pages may take of a person's time and machine. SCREENS §4; each names its unit. */
export const BUDGETS = {
  /** JavaScript that the first page loads, gzipped, in KB of 1,024 bytes. */
  chatKB: 240,
  signInKB: 145,
  /** From the address to the largest part drawn, and how far things moved. */
  lcpMs: 1_200,
  cls: 0.02,
  /** 95 of 100 changes of a room that was opened before, from the click to its messages laid out. */
  switchMs: 100,
  /** 95 of 100 keys in the composer of a room with 10,000 messages, from the key to its letter laid out. */
  keyMs: 16,
  /** The heap after 200 changes of room beside the one after the first 20, both without garbage. */
  heapShare: 0.1,
} as const

/** Where tests run, many things share a machine: times may take this often as long. Sizes and shares may not. */
export const SHARED_MACHINE = 3

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN
}
