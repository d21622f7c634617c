import { describe, expect, it } from 'vitest'
import { mayReadMetrics } from './metrics.ts'

const local = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => ({
  headers: { host: 'localhost:3000', ...headers },
  socket: { remoteAddress },
  httpVersion: '1.1',
})
const open = { METRICS_TOKEN: undefined, TRUST_PROXY_HOPS: 0 }
const token = 'a token, long enough'

describe('[O1] who may read the metrics', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('without a token a program of this machine (%s)', (address) => {
    expect(mayReadMetrics(local({}, address), open)).toBe(true)
  })

  it.each([
    ['another machine', local({}, '192.168.1.7')],
    ['whoever a proxy of this machine speaks for', local({ 'x-forwarded-for': '203.0.113.7' })],
    ['whoever a proxy speaks for that says only its name', local({ via: '1.1 proxy' })],
    ['whoever an nginx speaks for that was told nothing', { ...local(), httpVersion: '1.0' }],
    ['a page that has its own name lead here', local({ host: 'evil.example' })],
  ])('nor %s', (_, request) => {
    expect(mayReadMetrics(request, open)).toBe(false)
  })

  it('behind a proxy that is trusted nobody, without a token', () => {
    expect(mayReadMetrics(local(), { ...open, TRUST_PROXY_HOPS: 1 })).toBe(false)
  })

  it('with a token whoever shows it, from anywhere, and nobody else', () => {
    const guarded = { METRICS_TOKEN: token, TRUST_PROXY_HOPS: 1 }
    expect(mayReadMetrics(local({ authorization: `Bearer ${token}` }, '203.0.113.7'), guarded)).toBe(true)
    expect(mayReadMetrics(local(), guarded)).toBe(false)
    expect(mayReadMetrics(local({ authorization: `Bearer ${token}x` }), guarded)).toBe(false)
  })
})
