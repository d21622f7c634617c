import { setTimeout as wait } from 'node:timers/promises'
import { createPeople, createRooms, mintTokens } from './community.ts'
import { startDatabase } from './database.ts'
import { type Host, startHost } from './hosts/host.ts'
import { SECRET, startParley } from './hosts/parley.ts'
import { type LoadClient, startLoadClient } from './load/client.ts'
import type { Member } from './load/crowd.ts'
import type { System } from './load/dialects.ts'
import type { Options } from './options.ts'
import { openFilesMax } from './report/open-files.ts'
import type { Column, Result } from './report/result.ts'

/** Connections that come first and stay, so that what a server needs once is not counted as what each one needs. */
const FIRST = 300
/** Files that a process has open besides its connections. */
const OTHER_FILES = 200
const SETTLE_MS = 1_500
/** A slow machine measures fewer connections, not for longer. */
const JOIN_MS = 20_000
const BROADCAST_BYTES = 4_096
const KB = 1_024

type Measured = { n: number; perSecond: number; rss: number; heap: number; afterRss: number; arrived: boolean }

/**
 * What an idle connection costs a server: memory after its garbage is collected, before and after one message to all.
 * Ours are signed in, said hello and hear four rooms, one of them private; the others join four rooms.
 */
export async function connections(options: Options): Promise<Result> {
  const wanted = Math.min(options.connections, openFilesMax() - OTHER_FILES - FIRST)
  const database = await startDatabase()
  try {
    const people = await createPeople(database.pool, wanted + FIRST)
    const shared = await createRooms(database.pool, 'PUBLIC', 3, people)
    const privates = await createRooms(database.pool, 'PRIVATE', 1, people)
    const roomIds = [...shared, ...privates]
    const measured: Record<System, Measured> = {
      raw: await measure('raw', () => startHost('bench/hosts/raw.ts'), await members()),
      socketio: await measure('socketio', () => startHost('bench/hosts/socketio.ts'), await members()),
      parley: await measure('parley', () => startParley(database.url), await members()),
    }

    async function members(): Promise<Member[]> {
      return (await mintTokens(people, SECRET)).map((token) => ({ token, roomIds }))
    }
    const toRow = (system: System, name: string) => {
      const { n, perSecond, rss, heap, afterRss } = measured[system]
      return {
        system: name,
        n,
        perSecond,
        rss: rss / n / KB,
        heap: heap / n / KB,
        ratio: rss / n / (measured.raw.rss / measured.raw.n),
        floor: system === 'parley' ? '≤ 17 KB, ≤ 3 × ws' : '',
        after: (afterRss - rss) / n / KB,
        afterFloor: system === 'parley' ? '≤ 3' : '',
      }
    }
    return {
      name: 'connections',
      title: `connections: memory of the server for each idle connection`,
      columns: COLUMNS,
      rows: [
        toRow('raw', 'ws, 4 rooms'),
        toRow('socketio', 'Socket.IO, 4 rooms'),
        toRow('parley', 'Parley: signed in, hello said, 4 rooms'),
      ],
      notes: [
        `Growth of the process over its first ${FIRST} connections, after collecting garbage; the kernel’s part is not in it. Among 2,000 connections RSS is uncertain by several KB each, because it grows first into what the process had reserved; the heap’s part is not. The floors are for 10,000 connections (--connections 10000).`,
      ],
      failures: Object.entries(measured).flatMap(([system, { arrived }]) =>
        arrived ? [] : [`${system}: the message to all did not reach everybody`],
      ),
    }
  } finally {
    await database.stop()
  }
}

async function measure(system: System, start: () => Promise<Host>, members: Member[]): Promise<Measured> {
  const host = await start()
  const client: LoadClient = startLoadClient()
  try {
    await client.join(system, host.port, members.slice(0, FIRST), JOIN_MS)
    await wait(SETTLE_MS)
    const before = await host.settled()
    const rest = members.slice(FIRST)
    const { opened, seconds } = await client.join(system, host.port, rest, JOIN_MS)
    await wait(SETTLE_MS)
    const idle = await host.settled()
    const roomId = members[0]!.roomIds[0]!
    const ran = await client.run(
      system,
      { roomId, senders: 1, body: 'x'.repeat(BROADCAST_BYTES), warmMs: 0, windowMs: 1 },
      () => undefined,
    )
    await wait(SETTLE_MS)
    const after = await host.settled()
    return {
      n: opened,
      perSecond: opened / seconds,
      rss: idle.rssBytes - before.rssBytes,
      heap: idle.heapBytes - before.heapBytes,
      afterRss: after.rssBytes - before.rssBytes,
      arrived: ran.faults.lost + ran.faults.disordered + ran.faults.doubled + ran.faults.refused + ran.faults.unanswered === 0,
    }
  } finally {
    await client.stop()
    await host.stop()
  }
}

const COLUMNS: readonly Column[] = [
  { key: 'system', title: 'server' },
  { key: 'n', title: 'connections' },
  { key: 'perSecond', title: 'connects/s' },
  { key: 'rss', title: 'KB RSS each', digits: 1 },
  { key: 'ratio', title: '× ws', digits: 2 },
  { key: 'floor', title: 'floor' },
  { key: 'heap', title: 'of it heap', digits: 1 },
  { key: 'after', title: '+ KB after 4 KB to all', digits: 1 },
  { key: 'afterFloor', title: 'floor' },
]
