/** What grew over a run, by a straight line through its samples (least squares): from the first to the last of them. */
export function growthOf(samples: readonly number[]): number {
  const n = samples.length
  if (n < 2) return 0
  const middle = (n - 1) / 2
  const mean = samples.reduce((sum, value) => sum + value, 0) / n
  const covered = samples.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0)
  const spread = samples.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
  return (covered / spread) * (n - 1)
}

/** Flat is what grew by no more than a twentieth of its mean, or by less than what one sample differs from the next anyway. */
export const isFlat = (samples: readonly number[], noise: number): boolean => {
  const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length)
  return growthOf(samples) <= Math.max(mean / 20, noise)
}
