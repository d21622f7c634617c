import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createPeople, createRooms, mintTokens } from './community.ts'
import { startDatabase } from './database.ts'
import { addUp, type Cell, toRow } from './fanout-rows.ts'
import { type Host, startHost } from './hosts/host.ts'
import { SECRET, startParley } from './hosts/parley.ts'
import { startLoadClient } from './load/client.ts'
import type { Ran } from './load/crowd.ts'
import type { System } from './load/dialects.ts'
import type { Options } from './options.ts'
import type { Result } from './report/result.ts'

const SMALL = 100
const LARGE = 1_000
const CELLS: readonly Cell[] = [
  { receivers: SMALL, senders: 1, floor: 0.4 },
  { receivers: LARGE, senders: 1, floor: 0.6, cpuCeiling: 2 },
  { receivers: SMALL, senders: 50, floor: 2.5 },
  { receivers: LARGE, senders: 50, floor: 6, cpuCeiling: 0.25 },
]
const SYSTEMS: readonly System[] = ['raw', 'socketio', 'parley']
const WARM_MS = 400
const JOIN_MS = 60_000
const BODY =
  'The quick brown fox jumps over the lazy dog, and everybody in the room wants to know about it at once, so here it is. 120'

/**
 * Messages into one room of R members from S senders, each waiting for its ack: ours (checked, stored on disk, numbered)
 * beside `ws` and Socket.IO (neither), one after the other in turn on the same machine.
 */
export async function fanout(options: Options): Promise<Result> {
  const database = await startDatabase()
  const hosts: Partial<Record<System, Host>> = {}
  const client = startLoadClient()
  try {
    const people = await createPeople(database.pool, LARGE)
    const [small] = await createRooms(database.pool, 'PRIVATE', 1, people.slice(0, SMALL))
    const [large] = await createRooms(database.pool, 'PRIVATE', 1, people)
    if (!small || !large) throw new Error('the rooms were not made')
    hosts.raw = await startHost('bench/hosts/raw.ts')
    hosts.socketio = await startHost('bench/hosts/socketio.ts')
    hosts.parley = await startParley(database.url)
    const tokens = await mintTokens(people, SECRET)
    const members = tokens.map((token, i) => ({ token, roomIds: i < SMALL ? [small, large] : [large] }))
    for (const system of SYSTEMS) {
      const { opened } = await client.join(system, hosts[system]!.port, members, JOIN_MS)
      if (opened < members.length)
        throw new Error(`${system} took in ${opened} of ${members.length} connections in ${JOIN_MS} ms`)
    }

    const measured = addUp()
    for (let repeat = 0; repeat < options.repeats; repeat++) {
      for (const cell of CELLS) {
        // Each system goes first in turn, so that none always follows the same one.
        for (let i = 0; i < SYSTEMS.length; i++) {
          const system = SYSTEMS[(i + repeat) % SYSTEMS.length]!
          const host = hosts[system]!
          const stop = options.profile && system === 'parley' && repeat === 0 ? await profile(host, cell) : null
          const cpu: Promise<number>[] = []
          const ran: Ran = await client.run(
            system,
            {
              roomId: cell.receivers === SMALL ? small : large,
              senders: cell.senders,
              body: BODY,
              warmMs: WARM_MS,
              windowMs: options.seconds * 1_000,
            },
            () => cpu.push(host.cpuMicros()),
          )
          await stop?.()
          const [began = 0, ended = 0] = await Promise.all(cpu)
          measured.add(cell, system, ran, ended - began)
        }
      }
    }
    return {
      name: 'fanout',
      title: `fanout: deliveries/s into one room, ${options.repeats} repeats of ${options.seconds} s each, median [least–most]`,
      ...toRow(CELLS, SYSTEMS, measured),
    }
  } finally {
    await client.stop()
    for (const host of Object.values(hosts)) await host.stop()
    await database.stop()
  }
}

async function profile(host: Host, cell: Cell): Promise<() => Promise<unknown>> {
  const folder = path.resolve(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  await host.profile()
  return () => host.profiled(path.join(folder, `fanout-R${cell.receivers}-S${cell.senders}.cpuprofile`))
}
