const CITY = /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/

/** Whether this is the name of a time zone, as in `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  if (!CITY.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
