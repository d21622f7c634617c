import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { tell } from '../capacity.ts'
import { type Measured, readMeasured } from './measured.ts'
import { plan, type Wanted } from './plan.ts'

const measured: Measured = {
  from: 'a test',
  connectionKb: 20,
  microsPerDelivery: { alone: 30, together: 10 },
  messagesPerSecond: 5_000,
  messageBytes: 400,
  indexBytes: 600,
}
const wanted = (more: Partial<Wanted>): Wanted => ({ people: 1_000, messages: 10, room: 50, devices: 1, months: 12, ...more })

describe('[O10, R43] a plan', () => {
  it('needs one host and no Redis for a thousand people', () => {
    const { hosts, redis, postgres, beyond } = plan(wanted({}), measured)
    expect([hosts.count, redis.needed, postgres.primaries, beyond]).toEqual([1, false, 1, []])
    expect(hosts.memoryGb).toBeCloseTo(0.27, 5)
  })

  it('counts hosts by connections or by work, whichever wants more', () => {
    const crowd = plan(wanted({ people: 100_000 }), measured)
    expect(crowd.hosts.count).toBe(10)
    const talk = plan(wanted({ people: 5_000, messages: 1_000, room: 200 }), measured)
    expect(talk.deliveriesPerSecond).toBe(200_000)
    expect(talk.hosts.byWork).toBeGreaterThan(talk.hosts.byConnections)
    expect(talk.hosts.count).toBe(talk.hosts.byWork)
    expect(talk.hosts.coresBusy).toBeLessThanOrEqual(0.5)
  })

  it('never wants less for more', () => {
    let before = plan(wanted({ people: 0, messages: 0 }), measured)
    for (const people of [1, 1_000, 20_000, 300_000, 10_000_000]) {
      const next = plan(wanted({ people, messages: people / 100 }), measured)
      expect(next.hosts.count).toBeGreaterThanOrEqual(before.hosts.count)
      expect(next.postgres.gb).toBeGreaterThanOrEqual(before.postgres.gb)
      expect(next.redis.mbitPerSecond).toBeGreaterThanOrEqual(before.redis.mbitPerSecond)
      before = next
    }
  })

  it('says where one installation ends', () => {
    const { beyond } = plan(wanted({ people: 10_000_000, messages: 20_000 }), measured)
    expect(beyond.join()).toMatch(/PostgreSQL primaries.*One Redis would send.*busy with the frames of the others/)
    expect(
      tell(
        wanted({ people: 10_000_000, messages: 20_000 }),
        plan(wanted({ people: 10_000_000, messages: 20_000 }), measured),
        'a test',
      ),
    ).toMatch(/Beyond one installation/)
  })
})

describe('[O10] what a plan is reckoned from', () => {
  const folder = () => {
    const made = mkdtempSync(path.join(tmpdir(), 'parley-capacity-'))
    onTestFinished(() => rmSync(made, { recursive: true }))
    return made
  }

  it('is what is kept where nothing was measured, or what was measured is no report', () => {
    const place = folder()
    const kept = readMeasured(place)
    expect(kept.connectionKb).toBeGreaterThan(0)
    writeFileSync(path.join(place, '2026-01-01.json'), '{"results": "none"}')
    expect(readMeasured(place)).toEqual(kept)
  })

  it('is the newest report, and what is kept for what that lacks', () => {
    const place = folder()
    const rows = [
      { system: 'ws', rss: 7 },
      { system: 'Parley', rss: 19.5 },
    ]
    const fanout = [{ R: 100, S: 50, system: 'Parley', cpu: { median: 3, min: 1, max: 5 } }]
    const write = (name: string, connections: object[]) =>
      writeFileSync(
        path.join(place, name),
        JSON.stringify({
          results: [
            { name: 'connections', rows: connections },
            { name: 'fanout', rows: fanout },
          ],
        }),
      )
    write('2026-01-01.json', [{ system: 'Parley', rss: 99 }])
    write('2026-02-01.json', rows)
    const read = readMeasured(place)
    expect(read).toMatchObject({ connectionKb: 19.5, microsPerDelivery: { together: 3 } })
    expect(read.microsPerDelivery.alone).toBe(readMeasured(folder()).microsPerDelivery.alone)
    expect(read.from).toContain('2026-02-01.json')
  })
})
