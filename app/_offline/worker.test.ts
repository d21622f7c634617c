import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'

const ORIGIN = 'https://chat.example.org'
const source = readFileSync(join(import.meta.dirname, '../../public/sw.js'), 'utf8')
const pathOf = (request: string | { url: string }) =>
  new URL(typeof request === 'string' ? request : request.url, ORIGIN).pathname

/** A browser's caches, as far as the worker uses them. */
function createCaches() {
  const all = new Map<string, Map<string, Response>>()
  const open = async (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>()
    all.set(name, entries)
    return {
      match: async (request: string | { url: string }) => entries.get(pathOf(request))?.clone(),
      put: async (request: string | { url: string }, answer: Response) => void entries.set(pathOf(request), answer),
    }
  }
  return {
    all,
    open,
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
    async match(request: string | { url: string }) {
      for (const entries of all.values()) {
        const held = entries.get(pathOf(request))
        if (held) return held.clone()
      }
      return undefined
    },
  }
}

const documentOf = (build: string) =>
  `<script nonce="x" src="/_next/static/chunks/${build}.js"></script><script>["/_next/static/chunks/${build}.css\\",1]</script>`

/** The worker before a server that has some build, lacks some of its parts, or is away. */
function setUp() {
  const server = { build: 'one' as string, missing: [] as string[], status: 200, isAway: false, asked: [] as string[] }
  const caches = createCaches()
  const listeners = new Map<string, (event: object) => void>()
  const fetch = async (request: string | { url: string }, options?: RequestInit) => {
    const path = pathOf(request)
    if (server.isAway) throw new TypeError('Failed to fetch')
    server.asked.push(`${path}${options?.credentials === 'omit' ? '' : ' with cookies'}`)
    if (server.status !== 200) return new Response('away', { status: server.status })
    if (server.missing.some((part) => path.includes(part))) return new Response('', { status: 404 })
    if (path === '/offline') return new Response(documentOf(server.build))
    return new Response(`${path} of ${server.build}`)
  }
  const self = {
    location: { origin: ORIGIN },
    registration: {},
    clients: { claim: async () => undefined },
    skipWaiting: async () => undefined,
    addEventListener: (name: string, listener: (event: object) => void) => void listeners.set(name, listener),
  }
  vm.runInNewContext(source, { self, caches, fetch, crypto, Response, URL, TextEncoder, Uint8Array, Promise, Set, Array })

  const tell = async (name: string, event: object = {}) => {
    const works: Promise<unknown>[] = []
    let answer: Promise<Response> | undefined
    listeners.get(name)?.({
      ports: [],
      ...event,
      waitUntil: (work: Promise<unknown>) => works.push(work),
      respondWith: (given: Promise<Response>) => {
        answer = given
      },
    })
    const ends = await Promise.allSettled(works)
    return { answer, isDone: ends.every(({ status }) => status === 'fulfilled') }
  }
  const navigate = async (path: string) => {
    const { answer } = await tell('fetch', { request: { method: 'GET', mode: 'navigate', url: ORIGIN + path } })
    return answer
  }
  const part = async (path: string) => {
    const { answer } = await tell('fetch', { request: { method: 'GET', mode: 'cors', url: ORIGIN + path } })
    return (await answer)?.text()
  }
  return { server, caches, tell, navigate, part }
}

describe('the shell that is kept [OF1]', () => {
  it('is asked for without cookies, and opens every place of the chat when there is no network', async () => {
    const { server, tell, navigate, part } = setUp()
    expect((await tell('install')).isDone).toBe(true)
    expect(server.asked.every((path) => !path.includes('with cookies'))).toBe(true)
    server.isAway = true
    for (const path of ['/', '/r/01900000-0000-7000-8000-000000000000', '/inbox', '/settings'])
      expect(await (await navigate(path))?.text()).toBe(documentOf('one'))
    expect(await part('/_next/static/chunks/one.css')).toBe('/_next/static/chunks/one.css of one')
    expect(await navigate('/sign-in')).toBeUndefined()
    expect(await navigate('/api/socket-token')).toBeUndefined()
  })

  it('leaves a page to the server while there is one, and stands in for it when only the proxy answers', async () => {
    const { server, tell, navigate } = setUp()
    await tell('install')
    expect(await (await navigate('/inbox'))?.text()).toBe('/inbox of one')
    server.status = 502
    expect(await (await navigate('/inbox'))?.text()).toBe(documentOf('one'))
    server.status = 404
    expect((await navigate('/inbox'))?.status).toBe(404)
  })

  it('is of one build at a time: a new one takes over only when it is whole', async () => {
    const { server, caches, tell, navigate, part } = setUp()
    await tell('install')
    await tell('message', { data: { keep: ['/_next/static/chunks/settings-one.js'] } })
    server.build = 'two'
    server.missing = ['two.css']
    expect((await tell('message', { data: { keep: ['/_next/static/chunks/settings-two.js'] } })).isDone).toBe(true)
    server.isAway = true
    expect(await (await navigate('/'))?.text()).toBe(documentOf('one'))
    expect(await part('/_next/static/chunks/settings-one.js')).toContain('of one')

    Object.assign(server, { isAway: false, missing: [] })
    await tell('message', { data: { keep: ['/_next/static/chunks/settings-two.js', 'https://evil.example/x.js'] } })
    server.build = 'three'
    await tell('message', { data: { keep: [] } })
    server.isAway = true
    expect(await (await navigate('/'))?.text()).toBe(documentOf('three'))
    // The one before stays for pages that are open still; what was before that is gone.
    expect(await part('/_next/static/chunks/settings-two.js')).toContain('of two')
    expect([...caches.all.values()].some((entries) => entries.has('/_next/static/chunks/one.js'))).toBe(false)
  })

  it('is not kept where the server has none, as while developing', async () => {
    const { server, tell } = setUp()
    server.missing = ['/offline']
    expect((await tell('install')).isDone).toBe(false)
  })

  it('goes with whoever signs out [OF3]', async () => {
    const { server, caches, tell, navigate } = setUp()
    await tell('install')
    await tell('message', { data: { forget: true } })
    expect([...caches.all.keys()]).toEqual([])
    server.isAway = true
    await expect(navigate('/').then((answer) => answer)).rejects.toThrow('Failed to fetch')
  })
})
