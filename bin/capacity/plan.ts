import type { Measured } from './measured.ts'

/** What an installation is to bear at its busiest. */
export type Wanted = {
  /** People who are connected at once. */
  people: number
  /** Messages a second, from everybody together. */
  messages: number
  /** Connected members of the room that a message is written in, on average. */
  room: number
  /** Connections a person, on average. */
  devices: number
  /** Months that messages are kept. */
  months: number
}

export type Plan = {
  connections: number
  deliveriesPerSecond: number
  hosts: { count: number; byConnections: number; byWork: number; memoryGb: number; coresBusy: number; secondsToComeBack: number }
  redis: { needed: boolean; publishesPerSecond: number; mbitPerSecond: number; memoryMb: number }
  postgres: { primaries: number; connections: number; gbPerMonth: number; gb: number }
  /** What the next thousand people take. */
  margin: { memoryMb: number; cores: number; gbPerMonth: number }
  /** Where the plan leaves what one installation does today. */
  beyond: string[]
}

/** As much of what was measured may be used at the busiest time: the rest is for a host that is gone, and for what was not foreseen. */
const SHARE = 0.5
/** Connections one socket host takes: LIMIT_CONNECTIONS. */
const HOST_CONNECTIONS = 20_000
/** Newcomers one socket host lets in a second: LIMIT_ACCEPTS_PER_SECOND. */
const ACCEPTS_PER_SECOND = 1_000
/** Memory of a host before anybody comes. */
const HOST_BASE_MB = 250
/** Assumed: a frame of another host is opened, read and dropped or told. */
const MICROS_PER_FOREIGN_FRAME = 60
/** Assumed: a frame between hosts, sealed. */
const FRAME_BYTES = 700
/** Assumed: presence, limits and leases of somebody who is connected. */
const REDIS_BYTES_PER_PERSON = 1_500
/** Assumed: the average over a day, of the busiest second. */
const AVERAGE_SHARE = 0.25
const SECONDS_PER_MONTH = 30.4 * 86_400
/** Assumed: writers of the rooms that most is delivered in. So many write there together as to share half of the writes. */
const TOGETHER_SHARE = 0.5
/** Of each host: its pool (DATABASE_POOL) and the connection it listens on; of the pages: their pool. */
const HOST_DATABASE_CONNECTIONS = 11
const WEB_DATABASE_CONNECTIONS = 10
/** Above this one Redis, which gives every frame to every host, is the limit (Mbit/s). */
const REDIS_MBIT = 5_000

/**
 * How many socket hosts, how much Redis and how much PostgreSQL are wanted, reckoned from what was measured [R43]. Assumptions are
 * named above and in docs/scale.md; a plan is where to begin measuring, not a promise.
 */
export function plan(wanted: Wanted, measured: Measured): Plan {
  const connections = Math.ceil(wanted.people * wanted.devices)
  const deliveriesPerSecond = wanted.messages * wanted.room * wanted.devices
  const { alone, together } = measured.microsPerDelivery
  const microsPerDelivery = alone * (1 - TOGETHER_SHARE) + together * TOGETHER_SHARE
  const workCores = (deliveriesPerSecond * microsPerDelivery) / 1e6
  // Every host hears what every other one tells: that part does not become less by more hosts.
  const foreignCores = (wanted.messages * MICROS_PER_FOREIGN_FRAME) / 1e6
  const byConnections = Math.ceil(connections / (HOST_CONNECTIONS * SHARE))
  const byWork = foreignCores >= SHARE ? Number.POSITIVE_INFINITY : Math.ceil(workCores / (SHARE - foreignCores))
  const count = Math.max(1, byConnections, Number.isFinite(byWork) ? byWork : byConnections)
  const perHost = connections / count
  const mbitPerSecond = (wanted.messages * FRAME_BYTES * count * 8) / 1e6
  const gbPerMonth = (wanted.messages * AVERAGE_SHARE * SECONDS_PER_MONTH * (measured.messageBytes + measured.indexBytes)) / 1e9
  const primaries = Math.max(1, Math.ceil(wanted.messages / (measured.messagesPerSecond * SHARE)))
  const beyond = [
    ...(primaries > 1
      ? [`${wanted.messages} messages a second want ${primaries} PostgreSQL primaries; one installation writes to one.`]
      : []),
    ...(count > 1 && mbitPerSecond > REDIS_MBIT
      ? [`One Redis would send ${Math.round(mbitPerSecond)} Mbit/s: every host hears every frame.`]
      : []),
    ...(Number.isFinite(byWork) ? [] : ['Each host would be busy with the frames of the others alone.']),
  ]
  return {
    connections,
    deliveriesPerSecond,
    hosts: {
      count,
      byConnections,
      byWork,
      memoryGb: (HOST_BASE_MB + (perHost * measured.connectionKb) / 1_000) / 1_000,
      coresBusy: workCores / count + (count > 1 ? foreignCores : 0),
      secondsToComeBack: count > 1 ? perHost / ((count - 1) * ACCEPTS_PER_SECOND) : perHost / ACCEPTS_PER_SECOND,
    },
    redis: {
      needed: count > 1,
      publishesPerSecond: count > 1 ? wanted.messages : 0,
      mbitPerSecond: count > 1 ? mbitPerSecond : 0,
      memoryMb: count > 1 ? 50 + (wanted.people * REDIS_BYTES_PER_PERSON) / 1e6 : 0,
    },
    postgres: {
      primaries,
      connections: count * HOST_DATABASE_CONNECTIONS + WEB_DATABASE_CONNECTIONS,
      gbPerMonth,
      gb: gbPerMonth * wanted.months,
    },
    margin: {
      memoryMb: (1_000 * wanted.devices * measured.connectionKb) / 1_000 / SHARE,
      cores: wanted.people === 0 ? 0 : ((workCores / wanted.people) * 1_000) / SHARE,
      gbPerMonth: wanted.people === 0 ? 0 : (gbPerMonth / wanted.people) * 1_000,
    },
    beyond,
  }
}
