import { parseArgs } from 'node:util'
import { WrongEnvironment } from '#server/env.ts'
import { readMeasured } from './capacity/measured.ts'
import { type Plan, plan, type Wanted } from './capacity/plan.ts'

const USAGE = `npm run capacity -- --people N --messages M [--room 50] [--devices 1.3] [--months 12] [--json]

How many socket hosts, how much Redis and how much PostgreSQL are wanted for N people at once who write M messages a second, into
rooms where --room members are connected. Reckoned from the newest report of "npm run bench" here, or from what docs/performance.md says.`

const DEFAULTS = { room: '50', devices: '1.3', months: '12' }

/** `npm run capacity`: what is wanted for so many people and messages [R43]. */
export async function main(args: string[]): Promise<void> {
  const { wanted, json } = read(args)
  const measured = readMeasured()
  const made = plan(wanted, measured)
  console.log(json ? JSON.stringify({ wanted, measured, plan: made }, null, 2) : tell(wanted, made, measured.from))
}

export function tell(
  wanted: Wanted,
  { connections, deliveriesPerSecond, hosts, redis, postgres, margin, beyond }: Plan,
  from: string,
): string {
  const number = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits })
  const by = hosts.byConnections >= hosts.byWork || !Number.isFinite(hosts.byWork) ? 'connections' : 'deliveries'
  const lines = [
    `For ${number(wanted.people)} people at once who write ${number(wanted.messages, 1)} messages a second into rooms of ${number(wanted.room)} connected members:`,
    '',
    `  connections     ${number(connections)}, and ${number(deliveriesPerSecond)} deliveries a second`,
    `  socket hosts    ${number(hosts.count)} of one core and ${number(hosts.memoryGb, 1)} GB each (${by} decide), ${number(hosts.coresBusy * 100)}% busy at the busiest`,
    `                  when one dies, its people are back within ${number(Math.max(1, hosts.secondsToComeBack))} s on the others`,
    redis.needed
      ? `  Redis           one, ${number(redis.memoryMb)} MB, ${number(redis.publishesPerSecond)} publishes a second, ${number(redis.mbitPerSecond, 1)} Mbit/s`
      : '  Redis           none: one host does it, and a second one beside it is for the day the first one dies',
    `  PostgreSQL      ${number(postgres.primaries)} of two cores or more, max_connections over ${number(postgres.connections)}`,
    `                  ${number(postgres.gbPerMonth, 1)} GB a month, ${number(postgres.gb, 1)} GB for ${number(wanted.months)} months, files apart`,
    '',
    `  The next 1,000 people: ${number(margin.memoryMb)} MB of memory, ${number(margin.cores, 3)} cores, ${number(margin.gbPerMonth, 1)} GB a month.`,
    ...(beyond.length > 0 ? ['', '  Beyond one installation (docs/scale.md):', ...beyond.map((each) => `  - ${each}`)] : []),
    '',
    `  Half of what was measured is kept free. Measured: ${from}.`,
  ]
  return lines.join('\n')
}

function read(args: string[]): { wanted: Wanted; json: boolean } {
  const text = { type: 'string' } as const
  const options = { people: text, messages: text, room: text, devices: text, months: text, json: { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ args, options })
    const number = (name: 'people' | 'messages' | keyof typeof DEFAULTS) => {
      const given = values[name] ?? (name in DEFAULTS ? DEFAULTS[name as keyof typeof DEFAULTS] : undefined)
      const value = Number((given ?? '').replaceAll('_', ''))
      if (given === undefined || given === '' || !Number.isFinite(value) || value < 0)
        throw new Error(`--${name} wants a number.`)
      return value
    }
    const wanted = {
      people: number('people'),
      messages: number('messages'),
      room: number('room'),
      devices: number('devices'),
      months: number('months'),
    }
    return { wanted, json: values.json ?? false }
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}
