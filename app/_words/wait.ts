/** A wait in words: "8 seconds", "3 minutes", "2 hours". Rounded up, so that who waits that long is not refused again. */
export function waitInWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 90) return plural(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return plural(minutes, 'minute')
  return plural(Math.ceil(minutes / 60), 'hour')
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
