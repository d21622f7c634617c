/**
 * Preloaded into a process: its clock goes wrong as its environment says. Timers go on as they are, like those of a
 * machine whose clock was set wrong. Without a word it changes nothing.
 *
 * `CLOCK_AHEAD_MS`: by this much; negative: behind. `CLOCK_LEAP`: time in which the process was stopped counts so many
 * times, as if the machine had slept.
 */
const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0)
const leap = Number(process.env.CLOCK_LEAP ?? 1)

/** A process that did not run for this long was stopped. */
const STOPPED_MS = 2_000
const LOOK_EVERY_MS = 100

if (ahead !== 0 || leap !== 1) {
  const RealDate = Date
  let shift = ahead
  let lookedAt = RealDate.now()

  const now = () => {
    const real = RealDate.now()
    if (real - lookedAt > STOPPED_MS) shift += (real - lookedAt) * (leap - 1)
    lookedAt = real
    return real + shift
  }
  if (leap !== 1) setInterval(now, LOOK_EVERY_MS).unref()

  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
}
