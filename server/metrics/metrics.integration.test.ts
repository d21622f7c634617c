import { readFileSync } from 'node:fs'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

const DEPLOY = path.resolve(import.meta.dirname, '../../deploy')
const TOKEN = 'a token for tests, long enough'
let cluster: Cluster
let clients: RawClient[]
let told: Exported

type Exported = { text: string; samples: { name: string; labels: Record<string, string>; value: number }[] }

async function scrape(url: string): Promise<Exported> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const text = await answer.text()
  const samples = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1], match[2]])
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }
    })
  return { text, samples }
}

function sample({ samples }: Exported, name: string, labels: Record<string, string> = {}): number | undefined {
  return samples.find((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    ?.value
}

beforeAll(async () => {
  cluster = await startCluster(2, { METRICS_TOKEN: TOKEN })
  const [here, there] = cluster.nodes
  const ann = await createPerson(cluster)
  const ben = await createPerson(cluster)
  const roomId = await createRoom(cluster, ann, { members: [ben] })
  clients = [await connectRaw(here!.url, ann), await connectRaw(here!.url, ben), await connectRaw(there!.url, ben)]
  const [sender] = clients
  for (let i = 0; i < 10; i++) await sender!.get('message:send', { id: uuidv7(), roomId, body: `message ${i}` })
  await clients[1]!.hear('room:changes', ({ messages }) => messages.some(({ body }) => body === 'message 9'))
  expect(await sender!.ask('message:send', { id: uuidv7(), roomId: uuidv7(), body: 'nowhere' })).toMatchObject({
    ok: false,
  })
  await sender!.throwAt(`nonsense:${uuidv7()}`, {})
  expect((await fetch(`${here!.url}/nothing`)).status).toBe(404)
  told = await scrape(here!.url)
})

afterAll(async () => {
  for (const client of clients) client.close()
  await cluster.close()
})

describe('[O2] /metrics', () => {
  test('tells connections, messages, deliveries and refusals of its own host', async () => {
    expect(sample(told, 'parley_connections', { transport: 'websocket' })).toBe(2)
    expect(sample(told, 'parley_people')).toBe(2)
    expect(sample(told, 'parley_hellos_total', { kind: 'new' })).toBe(2)
    expect(sample(told, 'parley_messages_total')).toBe(10)
    expect(sample(told, 'parley_requests_total', { request: 'message:send', outcome: 'ok' })).toBe(10)
    expect(sample(told, 'parley_requests_total', { request: 'message:send', outcome: 'not_found' })).toBe(1)
    expect(sample(told, 'parley_deliveries_total')).toBe(20)
    expect(sample(told, 'parley_http_answers_total', { status: '4xx' })).toBe(1)
    const other = await scrape(cluster.nodes[1]!.url)
    expect(sample(other, 'parley_messages_total')).toBe(0)
    expect(sample(other, 'parley_connections', { transport: 'websocket' })).toBe(1)
  })

  test('tells how long delivery took, as a histogram whose classes add up', () => {
    const classes = told.samples.filter(({ name }) => name === 'parley_delivery_seconds_bucket').map(({ value }) => value)
    expect(classes).toEqual([...classes].sort((a, b) => a - b))
    expect(classes.at(-1)).toBe(10)
    expect(sample(told, 'parley_delivery_seconds_count')).toBe(10)
    expect(sample(told, 'parley_delivery_seconds_sum')).toBeGreaterThan(0)
  })

  test('tells the pool, Redis and its breaker, the bus, repairs, the loop, memory and files', () => {
    expect(sample(told, 'parley_pool_max')).toBeGreaterThan(0)
    expect(sample(told, 'parley_redis_up')).toBe(1)
    expect(sample(told, 'parley_redis_breaker_open')).toBe(0)
    expect(sample(told, 'parley_database_up')).toBe(1)
    expect(sample(told, 'parley_ready')).toBe(1)
    expect(sample(told, 'parley_draining')).toBe(0)
    expect(sample(told, 'parley_repairs_total', { what: 'rooms' })).toBe(0)
    expect(sample(told, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)
    expect(sample(told, 'parley_event_loop_lag_seconds', { quantile: '0.99' })).toBeGreaterThanOrEqual(0)
  })

  test('[O2] names nobody, no room and nothing a client made up', () => {
    expect(told.text).not.toMatch(/nonsense|[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  test('[O1] is not there for whoever does not show the token', async () => {
    const [here] = cluster.nodes
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: TOKEN }] as Record<string, string>[])
      expect((await fetch(`${here!.url}/metrics`, { headers })).status).toBe(404)
  })
})

type Panel = { title: string; type: string; targets?: { expr: string }[] }
type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string } }

const dashboard = () => JSON.parse(readFileSync(path.join(DEPLOY, 'grafana/parley.json'), 'utf8')) as { panels: Panel[] }
const rules = () =>
  (parse(readFileSync(path.join(DEPLOY, 'prometheus/alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  )

/** Metrics and labels that an expression asks for, with what it compares them to. */
function asked(expr: string): { name: string; labels: string[] }[] {
  return [...expr.matchAll(/\b((?:parley|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', inside = '']) => ({
    name,
    labels: [...inside.matchAll(/(\w+)\s*(?:=~|!=|=)/g)].map(([, label = '']) => label),
  }))
}

describe('[O3] what is drawn and told is really exported', () => {
  /** Prometheus' own, of every series. */
  const OF_THE_SCRAPE = new Set(['job', 'instance'])

  function missing(expr: string): string[] {
    return asked(expr).flatMap(({ name, labels }) => {
      const series = told.samples.filter((one) => one.name === name)
      if (series.length === 0) return [name]
      return labels
        .filter((label) => !OF_THE_SCRAPE.has(label) && !series.some((one) => label in one.labels))
        .map((l) => `${name}.${l}`)
    })
  }

  test('a metric or label that is not there would be found', () => {
    expect(missing('rate(parley_nothing_total[5m])')).toEqual(['parley_nothing_total'])
    expect(missing('parley_connections{color="red"}')).toEqual(['parley_connections.color'])
  })

  test('every panel of the dashboard asks for series that are exported', () => {
    const drawn = dashboard().panels.filter(({ type }) => type !== 'row')
    expect(drawn.length).toBeGreaterThan(15)
    for (const { title, targets = [] } of drawn) {
      expect(targets.length, title).toBeGreaterThan(0)
      for (const { expr } of targets) {
        expect(asked(expr).length, expr).toBeGreaterThan(0)
        // Jobs are told by kind, of which none may wait now.
        expect(
          missing(expr).filter((name) => !/^parley_jobs/.test(name)),
          title,
        ).toEqual([])
      }
    }
  })

  test('every alert asks for series that are exported, and says what is so', () => {
    for (const { alert, expr, labels, annotations } of rules()) {
      expect(
        missing(expr).filter((name) => !/^parley_jobs/.test(name)),
        alert,
      ).toEqual([])
      expect(labels.severity, alert).toMatch(/^(warning|critical)$/)
      expect(annotations.summary.length, alert).toBeGreaterThan(20)
    }
  })

  test('every alert is explained where one looks it up', () => {
    const words = readFileSync(path.resolve(DEPLOY, '../docs/operate.md'), 'utf8')
    expect(rules().filter(({ alert }) => !words.includes(`\`${alert}\``))).toEqual([])
  })

  test('every metric that is exported is explained', () => {
    const words = readFileSync(path.resolve(DEPLOY, '../docs/operate.md'), 'utf8')
    const names = [...told.text.matchAll(/^# TYPE (\w+) /gm)].map((match) => match[1]!)
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => !words.includes(`\`${name}\``))).toEqual([])
  })
})
