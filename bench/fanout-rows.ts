import type { Ran } from './load/crowd.ts'
import type { System } from './load/dialects.ts'
import type { Result } from './report/result.ts'
import { type Spread, spreadOf, spreadOfSome } from './report/spread.ts'

/** `floor`: our deliveries/s are at least so many times those of `ws`. `cpuCeiling`: our CPU a delivery at most so many times its. */
export type Cell = { receivers: number; senders: number; floor: number; cpuCeiling?: number }

const NAMES: Record<System, string> = { raw: 'ws (not stored)', socketio: 'Socket.IO (not stored)', parley: 'Parley' }

const perSecond = ({ ran }: Repeat) => ran.deliveries / ran.seconds
const cpuOf = ({ ran, cpuMicros }: Repeat) => (ran.deliveries > 0 ? cpuMicros / ran.deliveries : null)

type Repeat = { ran: Ran; cpuMicros: number }

/** The repeats of every cell and system. */
export function addUp() {
  const all = new Map<string, Repeat[]>()
  const keyOf = (cell: Cell, system: System) => `${cell.receivers} ${cell.senders} ${system}`
  return {
    add(cell: Cell, system: System, ran: Ran, cpuMicros: number) {
      const key = keyOf(cell, system)
      all.set(key, [...(all.get(key) ?? []), { ran, cpuMicros }])
    },
    of: (cell: Cell, system: System): readonly Repeat[] => all.get(keyOf(cell, system)) ?? [],
  }
}

export function toRow(
  cells: readonly Cell[],
  systems: readonly System[],
  measured: ReturnType<typeof addUp>,
): Omit<Result, 'name' | 'title'> {
  const failures: string[] = []
  const rows = cells.flatMap((cell) =>
    systems.map((system) => {
      const repeats = measured.of(cell, system)
      const raw = measured.of(cell, 'raw')
      const ofOurs = system === 'parley'
      const name = `${NAMES[system]}, R=${cell.receivers} S=${cell.senders}`
      failures.push(...faultsOf(repeats).map((fault) => `${name}: ${fault}`))
      return {
        R: cell.receivers,
        S: cell.senders,
        system: NAMES[system],
        deliveries: spreadOf(repeats.map(perSecond)),
        ratio: ratio(repeats.map(perSecond), raw.map(perSecond)),
        floor: ofOurs ? `≥ ${cell.floor}` : '',
        messages: spreadOf(repeats.map(({ ran }) => ran.acks / ran.seconds)),
        ackP50: spreadOfSome(repeats, ({ ran }) => ran.ackP50),
        ackP99: spreadOfSome(repeats, ({ ran }) => ran.ackP99),
        deliveryP50: spreadOfSome(repeats, ({ ran }) => ran.deliveryP50),
        deliveryP99: spreadOfSome(repeats, ({ ran }) => ran.deliveryP99),
        cpu: spreadOfSome(repeats, cpuOf),
        cpuRatio: ratio(repeats.map(cpuOf), raw.map(cpuOf)),
        cpuCeiling: ofOurs && cell.cpuCeiling !== undefined ? `≤ ${cell.cpuCeiling}` : '',
        serverBusy: spreadOf(repeats.map(({ ran, cpuMicros }) => cpuMicros / ran.seconds / 1e4)),
        clientBusy: spreadOf(repeats.map(({ ran }) => ran.clientCpuMicros / ran.seconds / 1e4)),
        perFrame: spreadOfSome(repeats, ({ ran }) => (ran.frames > 0 ? ran.deliveries / ran.frames : null)),
        bytes: spreadOfSome(repeats, ({ ran }) => (ran.deliveries > 0 ? ran.bytes / ran.deliveries : null)),
        checked: faultsOf(repeats).length === 0 ? 'all, once, in order' : 'FAULTS',
      }
    }),
  )
  return { columns: COLUMNS, rows, notes: NOTES, failures }
}

/** Of the same repeat: what the machine did at that time weighed on both. */
function ratio(ours: readonly (number | null)[], theirs: readonly (number | null)[]): Spread | null {
  return spreadOf(ours.flatMap((value, i) => (value !== null && theirs[i] ? [value / theirs[i]] : [])))
}

/** Faults add up over a connection's life, so the last repeat knows all. */
function faultsOf(repeats: readonly Repeat[]): string[] {
  const last = repeats.at(-1)?.ran.faults
  return last ? Object.entries(last).flatMap(([fault, count]) => (count > 0 ? [`${count} ${fault}`] : [])) : []
}

const COLUMNS = [
  { key: 'R', title: 'R' },
  { key: 'S', title: 'S' },
  { key: 'system', title: 'server' },
  { key: 'deliveries', title: 'deliveries/s', spread: true },
  { key: 'ratio', title: '× ws', digits: 2, spread: true },
  { key: 'floor', title: 'floor' },
  { key: 'messages', title: 'messages/s' },
  { key: 'ackP50', title: 'ack p50 ms', digits: 2 },
  { key: 'ackP99', title: 'p99', digits: 1 },
  { key: 'deliveryP50', title: 'delivery p50 ms', digits: 2 },
  { key: 'deliveryP99', title: 'p99', digits: 1 },
  { key: 'cpu', title: 'CPU µs/delivery', digits: 2, spread: true },
  { key: 'cpuRatio', title: '× ws', digits: 2 },
  { key: 'cpuCeiling', title: 'floor' },
  { key: 'serverBusy', title: 'server CPU %' },
  { key: 'clientBusy', title: 'client CPU %' },
  { key: 'perFrame', title: 'messages/frame', digits: 1 },
  { key: 'bytes', title: 'bytes/delivery' },
  { key: 'checked', title: 'every receiver got' },
] as const

const NOTES = [
  'Parley’s rows are stored (fsync on), with tokens, membership, shapes and limits checked; the other two store and check nothing.',
  'CPU is the server process’s alone; PostgreSQL and the load client have the other core. Where the client’s CPU is near 100 %, it is the limit, not the server.',
]
