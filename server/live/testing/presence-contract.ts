import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Presence } from '../presence.ts'
import type { PresenceStore, PresenceTimes } from '../presence-store.ts'

export type PresenceNode = {
  presence: Presence
  /** From now on this node reaches no store, as if it had been killed. */
  sever(): void
  lastSeen: { userId: string; at: Date }[]
}

export type PresenceUnderTest = {
  times: PresenceTimes & { renewMs: number }
  /** A node with the same store and bus as the others. */
  node(name: string): Promise<PresenceNode>
  /** Lets milliseconds go by: a clock moved by hand, or a real wait. */
  pass(ms: number): Promise<void>
  /** How much to let go by between two looks. */
  stepMs: number
  stop(): Promise<void>
}

/** A store that can be cut off. */
export function severable(store: PresenceStore): { store: PresenceStore; sever: () => void } {
  let isSevered = false
  const guard = <Args extends unknown[], Result>(verb: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      if (isSevered) throw new Error('severed')
      return verb(...args)
    }
  }
  return {
    store: {
      renew: guard(store.renew),
      end: guard(store.end),
      choose: guard(store.choose),
      look: guard(store.look),
      sweep: guard(store.sweep),
      onBack: store.onBack,
    },
    sever: () => {
      isSevered = true
    },
  }
}

/** A clock of the store and one of the test may differ by this much. */
const CLOCK_MS = 100

/** What presence keeps over every store. `start` makes an empty one. */
export function describePresence(name: string, start: () => Promise<PresenceUnderTest>): void {
  describe(`presence in ${name}`, () => {
    let run: PresenceUnderTest
    let a: PresenceNode
    let b: PresenceNode
    let told: { a: string[]; b: string[] }
    let [ann, bob]: string[] = []

    beforeEach(async () => {
      run = await start()
      a = await run.node('a')
      b = await run.node('b')
      told = { a: [], b: [] }
      a.presence.onChange((userIds) => told.a.push(...userIds))
      b.presence.onChange((userIds) => told.b.push(...userIds))
      ann = randomUUID()
      bob = randomUUID()
    })
    afterEach(async () => {
      await Promise.all([a.presence.close(), b.presence.close()])
      await run.stop()
    })

    /** Lets time go by until it is so. */
    const until = async (assert: () => unknown) => {
      for (let passed = 0; ; passed += run.stepMs) {
        try {
          return await assert()
        } catch (error) {
          if (passed > run.times.leaseMs * 3 + 3_000) throw error
          await run.pass(run.stepMs)
        }
      }
    }
    const read = async (node: PresenceNode, userId: string) => (await node.presence.read([userId]))[0]!
    const untilStatus = (node: PresenceNode, userId: string, status: string) =>
      until(async () => expect((await read(node, userId)).status).toBe(status))
    const connect = (
      node: PresenceNode,
      userId: string,
      connectionId: string,
      status: 'online' | 'dnd' | 'invisible' = 'online',
    ) => node.presence.connect({ userId, connectionId, status })
    const untilTold = (...userIds: string[]) => until(() => expect([told.a, told.b]).toEqual([userIds, userIds]))

    it('[L12] who is connected to one node is online on every node, and every node tells so once', async () => {
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'offline', lastSeenAt: null })
      await connect(a, ann!, 'one')
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'online', lastSeenAt: null })
      await untilTold(ann!)
      await connect(b, ann!, 'two')
      await connect(b, bob!, 'three')
      await untilTold(ann!, bob!)
    })

    it('[L12] answers in the order asked, for many at once', async () => {
      const people = Array.from({ length: 500 }, () => randomUUID())
      await Promise.all(people.map((userId, i) => (i % 2 ? connect(a, userId, `c${i}`) : undefined)))
      const looks = await b.presence.read(people)
      expect(looks.map(({ userId }) => userId)).toEqual(people)
      expect(looks.map(({ status }) => status)).toEqual(people.map((_, i) => (i % 2 ? 'online' : 'offline')))
      expect(await b.presence.read([])).toEqual([])
    })

    it('[L12] stays online for as long as the connection lasts', async () => {
      await connect(a, ann!, 'one')
      await run.pass(run.times.leaseMs * 2)
      expect((await read(b, ann!)).status).toBe('online')
      await untilTold(ann!)
    })

    it('[L13] is offline a grace after the last connection ended, not before, and that is told', async () => {
      await connect(a, ann!, 'one')
      await connect(b, ann!, 'two')
      await untilTold(ann!)
      await a.presence.disconnect('one')
      await run.pass(run.times.graceMs * 1.5)
      expect((await read(a, ann!)).status).toBe('online')
      const left = Date.now()
      await b.presence.disconnect('two')
      expect((await read(a, ann!)).status).toBe('online')
      await untilStatus(a, ann!, 'offline')
      expect(Date.now() - left).toBeGreaterThanOrEqual(run.times.graceMs - CLOCK_MS)
      await untilTold(ann!, ann!)
    })

    it('[L13] who is back within the grace was never away', async () => {
      await connect(a, ann!, 'one')
      await untilTold(ann!)
      await a.presence.disconnect('one')
      await connect(b, ann!, 'two')
      await run.pass(run.times.graceMs * 2)
      expect((await read(a, ann!)).status).toBe('online')
      expect(told).toEqual({ a: [ann], b: [ann] })
      expect([...a.lastSeen, ...b.lastSeen]).toEqual([])
    })

    it('[L13] unknown and repeated disconnects change nothing', async () => {
      await connect(a, ann!, 'one')
      await a.presence.disconnect('nobody')
      await b.presence.disconnect('one')
      await connect(a, ann!, 'two')
      await a.presence.disconnect('two')
      await a.presence.disconnect('two')
      await run.pass(run.times.graceMs * 2)
      expect((await read(b, ann!)).status).toBe('online')
    })

    it('[L14] people of a killed node are offline when their leases end, seen last when they were renewed last', async () => {
      await connect(a, ann!, 'one')
      await connect(a, bob!, 'two')
      await connect(b, bob!, 'three')
      await untilTold(ann!, bob!)
      await run.pass(run.times.renewMs * 1.5)
      const killedAt = Date.now()
      a.sever()
      expect((await read(b, ann!)).status).toBe('online')
      await untilStatus(b, ann!, 'offline')
      const { lastSeenAt } = await read(b, ann!)
      expect(Date.now() - killedAt).toBeLessThanOrEqual(run.times.leaseMs + CLOCK_MS)
      expect(Date.parse(lastSeenAt!)).toBeLessThanOrEqual(killedAt + CLOCK_MS)
      expect(Date.parse(lastSeenAt!)).toBeGreaterThanOrEqual(killedAt - run.times.renewMs - CLOCK_MS)
      await until(() => expect(told.b).toEqual([ann, bob, ann]))
      await until(() => expect(b.lastSeen).toEqual([{ userId: ann, at: new Date(lastSeenAt!) }]))
      expect((await read(b, bob!)).status).toBe('online')
    })

    it('[L14] a node that closes leaves its people their grace', async () => {
      await connect(a, ann!, 'one')
      await a.presence.close()
      expect((await read(b, ann!)).status).toBe('online')
      await untilStatus(b, ann!, 'offline')
    })

    it('[L15] who connects invisible looks like somebody who is not there, and nothing is told', async () => {
      await connect(a, ann!, 'one', 'invisible')
      await connect(b, ann!, 'two', 'invisible')
      expect(await b.presence.read([ann!, bob!])).toEqual(
        [ann, bob].map((userId) => ({ userId, status: 'offline', lastSeenAt: null })),
      )
      await a.presence.disconnect('one')
      await b.presence.disconnect('two')
      await run.pass(run.times.graceMs * 2)
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'offline', lastSeenAt: null })
      expect(told).toEqual({ a: [], b: [] })
      expect([...a.lastSeen, ...b.lastSeen]).toEqual([])
    })

    it('[L15] who goes into hiding looks as if they left then, also when they leave later', async () => {
      await a.presence.connect({ userId: ann!, connectionId: 'one', status: 'online', text: 'Lunch' })
      await untilTold(ann!)
      const hidAt = Date.now()
      await a.presence.setChoice(ann!, 'invisible', 'Lunch')
      const hidden = await read(b, ann!)
      expect(hidden).toEqual({ userId: ann, status: 'offline', lastSeenAt: expect.any(String) })
      expect(Math.abs(Date.parse(hidden.lastSeenAt!) - hidAt)).toBeLessThan(CLOCK_MS)
      await untilTold(ann!, ann!)
      await run.pass(CLOCK_MS)
      await a.presence.setChoice(ann!, 'invisible', 'Something else')
      await a.presence.disconnect('one')
      await run.pass(run.times.graceMs * 2)
      expect(await read(b, ann!)).toEqual(hidden)
      expect(told).toEqual({ a: [ann, ann], b: [ann, ann] })
      expect(a.lastSeen).toEqual([{ userId: ann, at: new Date(hidden.lastSeenAt!) }])
    })

    it('[L15] who comes out of hiding is told', async () => {
      await connect(a, ann!, 'one', 'invisible')
      await a.presence.setChoice(ann!, 'online')
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'online', lastSeenAt: null })
      await untilTold(ann!)
    })

    it('[L16] last seen is when the last connection ended, and told for keeping once, on one node', async () => {
      await connect(a, ann!, 'one')
      const left = Date.now()
      await a.presence.disconnect('one')
      await untilStatus(b, ann!, 'offline')
      const { lastSeenAt } = await read(b, ann!)
      expect(Math.abs(Date.parse(lastSeenAt!) - left)).toBeLessThan(CLOCK_MS)
      await until(() => expect([...a.lastSeen, ...b.lastSeen]).toEqual([{ userId: ann, at: new Date(lastSeenAt!) }]))
      await connect(a, ann!, 'two')
      expect((await read(b, ann!)).lastSeenAt).toBeNull()
    })

    it('[L17] a chosen status and text show on every node, and each change is told', async () => {
      await a.presence.connect({ userId: ann!, connectionId: 'one', status: 'dnd', text: 'In a meeting' })
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'dnd', lastSeenAt: null, text: 'In a meeting' })
      await untilTold(ann!)
      await b.presence.setChoice(ann!, 'away', 'Lunch')
      expect(await read(a, ann!)).toEqual({ userId: ann, status: 'away', lastSeenAt: null, text: 'Lunch' })
      await untilTold(ann!, ann!)
      await a.presence.setChoice(ann!, 'away', 'Lunch')
      await a.presence.setChoice(ann!, 'online')
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'online', lastSeenAt: null })
      await untilTold(ann!, ann!, ann!)
      await run.pass(run.times.renewMs * 1.5)
      expect((await read(b, ann!)).status).toBe('online')
    })

    it('[L16] last seen is right from the moment somebody is offline', async () => {
      for (let i = 0; i < 3; i++) {
        await connect(a, ann!, `c${i}`)
        const left = Date.now()
        await a.presence.disconnect(`c${i}`)
        await until(async () =>
          expect(await read(b, ann!)).toEqual({ userId: ann, status: 'offline', lastSeenAt: expect.any(String) }),
        )
        expect(Math.abs(Date.parse((await read(b, ann!)).lastSeenAt!) - left)).toBeLessThan(CLOCK_MS)
      }
    })

    it('[L17] a choice of somebody who is not connected makes nobody appear', async () => {
      await a.presence.setChoice(ann!, 'online', 'Here!')
      expect(await read(b, ann!)).toEqual({ userId: ann, status: 'offline', lastSeenAt: null })
    })

    it('[L18] a node without its store answers from what it knows, and rejects nothing', async () => {
      await connect(a, ann!, 'one')
      await connect(b, bob!, 'two')
      await a.presence.read([bob!])
      a.sever()
      await a.presence.connect({ userId: ann!, connectionId: 'three', status: 'dnd', text: 'Busy' })
      await a.presence.disconnect('one')
      const stranger = randomUUID()
      expect(await a.presence.read([ann!, bob!, stranger])).toEqual([
        { userId: ann, status: 'dnd', lastSeenAt: null, text: 'Busy' },
        { userId: bob, status: 'online', lastSeenAt: null },
        { userId: stranger, status: 'offline', lastSeenAt: null },
      ])
      await a.presence.setChoice(ann!, 'invisible')
      expect((await read(a, ann!)).status).toBe('offline')
      expect(a.presence.stats()).toMatchObject({ connections: 1 })
      expect(a.presence.stats().failed).toBeGreaterThan(3)
    })
  })
}
