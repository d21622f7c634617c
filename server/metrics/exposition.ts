import { Counter, Gauge, Registry } from 'prom-client'
import type { DurationCounts } from './durations.ts'
import type { Numbers } from './numbers.ts'

type Labels = Record<string, string>
/** One value, or one for each set of labels; null is left out. */
type Value = number | null | (readonly [Labels, number])[]
type Metric = { name: string; help: string; value: (numbers: Numbers) => Value }

const by = (label: string, counts: Record<string, number>): [Labels, number][] =>
  Object.entries(counts).map(([name, count]) => [{ [label]: name }, count])
const yes = (is: boolean) => (is ? 1 : 0)

/** What only grows. Every label comes from a list that is closed: Socket.IO's reasons, the protocol's requests and codes. */
const COUNTERS: Metric[] = [
  { name: 'parley_connections_opened_total', help: 'Connections that were let in', value: (n) => n.opened },
  {
    name: 'parley_connections_closed_total',
    help: 'Connections that ended, by why',
    value: (n) => by('reason', n.closed),
  },
  {
    name: 'parley_connections_cut_total',
    help: 'Connections closed because they did not keep up',
    value: (n) => n.cutOff,
  },
  {
    name: 'parley_hellos_total',
    help: 'First requests of connections: of clients that come back with what they hold, or anew',
    value: (n) => by('kind', { back: n.returns, new: n.firstHellos }),
  },
  {
    name: 'parley_requests_total',
    help: 'Requests over the socket that were answered, by request and outcome',
    value: (n) => n.requests.map(({ event, outcome, count }) => [{ request: event, outcome }, count]),
  },
  { name: 'parley_messages_total', help: 'Messages committed by this host', value: (n) => n.messages },
  { name: 'parley_changes_total', help: 'Changes of messages committed by this host', value: (n) => n.changes },
  { name: 'parley_broadcasts_total', help: 'Frames that were told to rooms', value: (n) => n.broadcasts },
  {
    name: 'parley_deliveries_total',
    help: 'Frames times the connections of this host they were given to',
    value: (n) => n.deliveries,
  },
  { name: 'parley_http_answers_total', help: 'HTTP requests answered, by class of status', value: (n) => by('status', n.http) },
  {
    name: 'parley_repairs_total',
    help: 'Rooms, people and sessions that were behind the database when a host compared them',
    value: (n) => by('what', { rooms: n.repairs.rooms, people: n.repairs.people, sessions: n.repairs.sessions }),
  },
  { name: 'parley_comparisons_total', help: 'Comparisons with the database', value: (n) => n.repairs.runs },
  {
    name: 'parley_bus_messages_total',
    help: 'Messages between hosts, by what became of them',
    value: (n) => by('outcome', { sent: n.bus.sent, received: n.bus.received, dropped: n.bus.dropped }),
  },
  {
    name: 'parley_redis_commands_lost_total',
    help: 'Commands that Redis failed, or that were not sent because it was away',
    value: (n) => n.redis && by('why', { failed: n.redis.failed, skipped: n.redis.skipped }),
  },
  { name: 'parley_redis_outages_total', help: 'Times that Redis went away', value: (n) => n.redis?.outages ?? null },
  { name: 'process_cpu_seconds_total', help: 'Processor time', value: (n) => n.process.cpuSeconds },
]

const GAUGES: Metric[] = [
  { name: 'parley_ready', help: '1 while new connections should come here', value: (n) => yes(n.ready) },
  { name: 'parley_draining', help: '1 while this host sends its clients elsewhere', value: (n) => yes(n.draining) },
  {
    name: 'parley_connections',
    help: 'Open connections, by transport',
    value: (n) => by('transport', { websocket: n.connections.websocket, polling: n.connections.polling }),
  },
  { name: 'parley_connections_behind', help: 'Connections that do not keep up', value: (n) => n.connections.behind },
  { name: 'parley_people', help: 'People with a connection here', value: (n) => n.connections.people },
  { name: 'parley_rooms', help: 'Rooms that somebody here hears', value: (n) => n.connections.rooms },
  {
    name: 'parley_queue_depth',
    help: 'What waits on this host: messages, first requests, searches, connections at the door',
    value: (n) => by('queue', n.queues),
  },
  {
    name: 'parley_jobs',
    help: 'Jobs of the installation, by kind and state',
    value: (n) =>
      n.jobs?.flatMap(({ kind, waiting, due, running, dead }) =>
        Object.entries({ waiting, due, running, dead }).map(([state, count]) => [{ kind, state }, count] as const),
      ) ?? null,
  },
  {
    name: 'parley_jobs_late_seconds',
    help: 'How long the longest due job waits, by kind',
    value: (n) => n.jobs?.map(({ kind, lateMs }) => [{ kind }, lateMs / 1_000] as const) ?? null,
  },
  {
    name: 'parley_database_up',
    help: '1 when the database answered within a second',
    value: (n) => yes(n.jobs !== null),
  },
  {
    name: 'parley_pool_connections',
    help: 'Connections to PostgreSQL, by state',
    value: (n) => by('state', { used: n.pool.open - n.pool.idle, idle: n.pool.idle }),
  },
  { name: 'parley_pool_max', help: 'Connections to PostgreSQL at most', value: (n) => n.pool.max },
  { name: 'parley_pool_waiting', help: 'Queries that wait for a connection', value: (n) => n.pool.waiting },
  { name: 'parley_redis_up', help: '1 while Redis answers', value: (n) => n.redis && yes(n.redis.up) },
  {
    name: 'parley_redis_breaker_open',
    help: '1 while nobody waits for Redis',
    value: (n) => n.redis && yes(n.redis.breakerOpen),
  },
  { name: 'parley_bus_up', help: '1 while this host hears itself between hosts', value: (n) => yes(n.bus.up) },
  {
    name: 'parley_event_loop_lag_seconds',
    help: 'How late timers were over the last 15 s',
    value: (n) => by('quantile', { '0.5': n.loopLag.p50, '0.99': n.loopLag.p99, '1': n.loopLag.max }),
  },
  { name: 'process_resident_memory_bytes', help: 'Memory of the process', value: (n) => n.process.residentBytes },
  { name: 'process_start_time_seconds', help: 'When the process started', value: (n) => n.process.startedAt },
  { name: 'process_open_fds', help: 'Open files and connections', value: (n) => n.process.openFiles },
  { name: 'process_max_fds', help: 'Open files and connections at most', value: (n) => n.process.openFilesMax },
  { name: 'nodejs_heap_size_used_bytes', help: 'Heap in use', value: (n) => n.process.heapUsedBytes },
  { name: 'nodejs_heap_size_total_bytes', help: 'Heap', value: (n) => n.process.heapTotalBytes },
  { name: 'nodejs_external_memory_bytes', help: 'Memory outside of the heap', value: (n) => n.process.externalBytes },
]

const DELIVERY = {
  name: 'parley_delivery_seconds',
  help: 'From a message’s coming to its being told to the connections of its host',
}

/** The numbers as Prometheus reads them (text format 0.0.4). */
export async function expose(numbers: Numbers): Promise<{ type: string; text: string }> {
  const registry = new Registry()
  const registers = [registry]
  for (const [metrics, Kind] of [
    [COUNTERS, Counter],
    [GAUGES, Gauge],
  ] as const) {
    for (const { name, help, value } of metrics) {
      const found = value(numbers)
      if (found === null) continue
      const values = typeof found === 'number' ? [[{}, found] as const] : found
      const metric = new Kind({ name, help, labelNames: Object.keys(values[0]?.[0] ?? {}), registers })
      for (const [labels, count] of values) metric.inc(labels, count)
    }
  }
  registry.registerMetric(histogramOf(DELIVERY, numbers.delivery) as never)
  return { type: registry.contentType, text: await registry.metrics() }
}

/** A histogram that was counted elsewhere, in the shape that the registry reads. */
function histogramOf({ name, help }: { name: string; help: string }, { classes, count, sum }: DurationCounts) {
  const values = [
    ...classes.map(({ le, count: upTo }) => ({ labels: { le }, value: upTo, metricName: `${name}_bucket` })),
    { labels: { le: '+Inf' }, value: count, metricName: `${name}_bucket` },
    { labels: {}, value: sum, metricName: `${name}_sum` },
    { labels: {}, value: count, metricName: `${name}_count` },
  ]
  return { name, get: async () => ({ name, help, type: 'histogram', values }) }
}
