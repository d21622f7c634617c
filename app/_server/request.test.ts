import { describe, expect, it } from 'vitest'
import { innerProof } from '#server/core/sessions/keys.ts'
import { readBody } from './read-json.ts'
import { isOwnRequest, readAsked } from './request.ts'
import { safeRedirect } from './safe-redirect.ts'

const env = { NEXTAUTH_URL: undefined, NEXTAUTH_SECRET: 'a secret for tests, long enough to pass', TRUST_PROXY_HOPS: 0 }
const proven = { 'x-parley-inner': innerProof(env.NEXTAUTH_SECRET) }
const withUrl = { ...env, NEXTAUTH_URL: 'https://chat.example.org/' }
const asked = (headers: Record<string, string>, settings: typeof env | typeof withUrl = env) =>
  readAsked(new Headers(headers), settings)

describe('who asks', () => {
  it('A16 is believed from the process in front only', () => {
    const told = { 'x-parley-address': '203.0.113.7', 'x-parley-local': 'yes' }
    expect(asked({ ...proven, ...told })).toMatchObject({ address: '203.0.113.7', isLocal: true })
    expect(asked(told)).toMatchObject({ address: null, isLocal: false })
    expect(asked({ ...told, 'x-parley-inner': 'a guess', 'x-forwarded-for': '6.6.6.6, 203.0.113.8' })).toMatchObject({
      address: '203.0.113.8',
      isLocal: false,
    })
  })

  it('A16 the origin follows the host that was asked for, and NEXTAUTH_URL where that names it', () => {
    expect(asked({ host: '192.168.1.5:3000' }).origin).toBe('http://192.168.1.5:3000')
    expect(asked({ host: 'x', 'x-forwarded-host': 'abc.tunnel.example', 'x-forwarded-proto': 'https' }).origin).toBe(
      'https://abc.tunnel.example',
    )
    expect(asked({ host: 'chat.example.org' }, withUrl).origin).toBe('https://chat.example.org')
    expect(asked({ host: '192.168.1.5:3000' }, withUrl).origin).toBe('http://192.168.1.5:3000')
    expect(asked({ host: 'a b%' }, withUrl).origin).toBe('https://chat.example.org')
  })
})

describe('requests that change something', () => {
  const isOwn = (headers: Record<string, string>, settings: typeof env | typeof withUrl = env) =>
    isOwnRequest(new Headers({ host: 'chat.example.org', ...headers }), settings)

  it('A17 are taken from a page of this site, or from no browser', () => {
    expect(isOwn({})).toBe(true)
    expect(isOwn({ origin: 'http://chat.example.org' })).toBe(true)
    expect(isOwn({ origin: 'https://chat.example.org' })).toBe(true)
    expect(isOwn({ origin: 'https://chat.example.org', host: 'inner:3000' }, withUrl)).toBe(true)
  })

  it.each([
    'null',
    'https://evil.test',
    'http://chat.example.org.evil.test',
    'http://chat.example.org:8080',
    'http://evil.test@chat.example.org',
    '',
  ])('A17 are refused from %j', (origin) => {
    expect(isOwn({ origin })).toBe(false)
  })

  it('A17 are refused from an http page of an https site, and from another site that hides its origin', () => {
    expect(isOwn({ origin: 'http://chat.example.org' }, withUrl)).toBe(false)
    expect(isOwn({ 'sec-fetch-site': 'cross-site' })).toBe(false)
  })
})

describe('bodies', () => {
  const post = (pieces: string[]) =>
    new Request('http://localhost/', {
      method: 'POST',
      duplex: 'half',
      body: new ReadableStream({
        start(stream) {
          for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece))
          stream.close()
        },
      }),
    } as RequestInit)

  it('are read up to 16 KB, also when no length was told', async () => {
    expect(await readBody(post(['{"a":', '1}']))).toBe('{"a":1}')
    expect(await readBody(post(['x'.repeat(16_384)]))).toHaveLength(16_384)
    await expect(readBody(post(['x'.repeat(16_384), 'x']))).rejects.toMatchObject({ code: 'too_large' })
    expect(await readBody(new Request('http://localhost/', { method: 'POST' }))).toBe('')
  })
})

describe('redirects', () => {
  const HOME = 'https://chat.example.org'
  it.each([
    ['/r/1?x=2#m', `${HOME}/r/1?x=2#m`],
    [`${HOME}/r/1`, `${HOME}/r/1`],
    ['https://evil.test/r/1', HOME],
    ['//evil.test', HOME],
    ['\\\\evil.test', HOME],
    ['/\\evil.test', HOME],
    ['javascript:alert(1)', HOME],
    ['https://chat.example.org@evil.test', HOME],
    ['https://chat.example.org.evil.test', HOME],
    ['/\t/evil.test', HOME],
    ['http://[', HOME],
  ])('A18 %j leads to %s', (url, target) => {
    expect(safeRedirect(url, [HOME])).toBe(target)
  })
})
