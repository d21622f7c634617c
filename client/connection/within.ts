import { NoAnswer } from './ask.ts'

/** The value, or a refusal with `unavailable` when it takes longer than `ms`. */
export function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('The server can’t be reached.')), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
