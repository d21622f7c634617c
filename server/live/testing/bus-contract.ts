import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BUS_MESSAGE_MAX_BYTES, type Bus } from '../bus.ts'

export type BusUnderTest = {
  /** A node on the same bus as the others, ready to hear. */
  node(name: string): Promise<Bus>
  /** Puts text on the bus as it is, as a foreign writer would. */
  inject(text: string): void
  stop(): Promise<void>
}

/** What every bus keeps. `start` makes an empty one. */
export function describeBus(name: string, start: () => Promise<BusUnderTest>): void {
  describe(`the bus in ${name}`, () => {
    let bus: BusUnderTest
    let [a, b, c]: Bus[] = []
    const heard: { by: string; payload: unknown; from: string }[] = []

    beforeEach(async () => {
      bus = await start()
      a = await bus.node('a')
      b = await bus.node('b')
      c = await bus.node('c')
      heard.length = 0
      for (const node of [a, b, c]) node.subscribe('greeting', (payload, from) => heard.push({ by: node.nodeId, payload, from }))
    })
    afterEach(() => bus.stop())

    it('[L1] tells every other node once, in order, and not the one that spoke', async () => {
      a!.publish('greeting', { hello: 1 })
      a!.publish('greeting', { hello: 2 })
      await vi.waitFor(() => expect(heard).toHaveLength(4))
      b!.publish('greeting', 'last')
      await vi.waitFor(() => expect(heard).toHaveLength(6))
      expect(heard.filter(({ by }) => by === 'c')).toEqual([
        { by: 'c', payload: { hello: 1 }, from: 'a' },
        { by: 'c', payload: { hello: 2 }, from: 'a' },
        { by: 'c', payload: 'last', from: 'b' },
      ])
      expect(heard.filter(({ by }) => by === 'a')).toEqual([{ by: 'a', payload: 'last', from: 'b' }])
    })

    it('[L1] tells only those who listen to the topic, until they stop', async () => {
      const once: unknown[] = []
      const stop = b!.subscribe('other', (payload) => once.push(payload))
      a!.publish('other', 1)
      await vi.waitFor(() => expect(once).toEqual([1]))
      stop()
      a!.publish('other', 2)
      a!.publish('greeting', 3)
      await vi.waitFor(() => expect(heard).toHaveLength(2))
      expect(once).toEqual([1])
    })

    it('[L2] drops and counts what is not JSON or too large, without an error', async () => {
      const circle: Record<string, unknown> = {}
      circle.self = circle
      a!.publish('greeting', circle)
      a!.publish('greeting', 10n)
      a!.publish('greeting', 'x'.repeat(BUS_MESSAGE_MAX_BYTES))
      a!.publish('greeting', 'small')
      await vi.waitFor(() => expect(heard.map(({ payload }) => payload)).toEqual(['small', 'small']))
      expect(a!.stats()).toMatchObject({ dropped: 3, sent: 1 })
    })

    it('[L3] drops and counts what is malformed, huge or foreign-shaped', async () => {
      const bad = [
        '',
        'nonsense',
        'null',
        '[]',
        '{"from":1,"topic":"greeting"}',
        '{"topic":"greeting","payload":1}',
        '['.repeat(45_000),
      ]
      for (const text of bad) bus.inject(text)
      bus.inject(JSON.stringify({ from: 'z', topic: 'greeting', payload: 'x'.repeat(BUS_MESSAGE_MAX_BYTES) }))
      bus.inject(JSON.stringify({ from: 'z', topic: 'greeting', payload: 'fine' }))
      await vi.waitFor(() => expect(heard.map(({ payload }) => payload)).toEqual(['fine', 'fine', 'fine']))
      for (const node of [a!, b!, c!]) expect(node.stats()).toMatchObject({ dropped: bad.length + 1, received: 1 })
    })

    it('[L3] a listener that throws harms neither the other listeners nor the next message', async () => {
      b!.subscribe('greeting', () => {
        throw new Error('on purpose')
      })
      b!.subscribe('greeting', (payload) => heard.push({ by: 'b again', payload, from: '' }))
      a!.publish('greeting', 1)
      a!.publish('greeting', 2)
      await vi.waitFor(() => expect(heard.filter(({ by }) => by.startsWith('b'))).toHaveLength(4))
      expect(b!.stats().dropped).toBe(2)
    })

    it('[L4] is up when messages get through, and hears nothing once closed', async () => {
      expect(a!.status()).toBe('up')
      c!.close()
      a!.publish('greeting', 1)
      await vi.waitFor(() => expect(heard).toHaveLength(1))
      expect(heard[0]).toMatchObject({ by: 'b' })
    })
  })
}
