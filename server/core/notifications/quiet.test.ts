import { describe, expect, it } from 'vitest'
import { isQuiet } from './quiet.ts'

const settings = (from: string, to: string, timeZone = 'UTC') => {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  return { preview: true, quiet: { from: minutes(from), to: minutes(to) }, timeZone }
}
const at = (clock: string, day = '2026-01-15') => new Date(`${day}T${clock}:00Z`)

describe('quiet hours [OF6]', () => {
  it('begin with their first minute and end before their last', () => {
    const lunch = settings('12:00', '13:00')
    expect(['11:59', '12:00', '12:59', '13:00'].map((clock) => isQuiet(lunch, at(clock)))).toEqual([false, true, true, false])
  })

  it('go over midnight', () => {
    const night = settings('22:00', '07:00')
    expect(['21:59', '22:00', '00:00', '06:59', '07:00'].map((clock) => isQuiet(night, at(clock)))).toEqual([
      ...[false, true, true, true, false],
    ])
  })

  it('are by the clock where the person lives, in summer too', () => {
    const night = settings('22:00', '07:00', 'Europe/Berlin')
    expect(isQuiet(night, at('21:30'))).toBe(true)
    expect(isQuiet(night, at('06:30'))).toBe(false)
    expect(isQuiet(night, at('05:30', '2026-07-15'))).toBe(false)
    expect(isQuiet(night, at('04:30', '2026-07-15'))).toBe(true)
    expect(isQuiet(settings('22:00', '07:00', 'Asia/Kathmandu'), at('16:20'))).toBe(true)
  })

  it('are none where none were chosen', () => {
    expect(isQuiet({ preview: true, quiet: null, timeZone: 'UTC' }, at('03:00'))).toBe(false)
  })
})
