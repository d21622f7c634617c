import type { LookupAddress } from 'node:dns'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchPage } from './fetch-page.ts'
import { readPage } from './read-page.ts'
import { NoPreview } from './refused.ts'
import { type Guard, requireTarget, systemLookup } from './target.ts'
import { startSite } from './testing/site.ts'

type Site = Awaited<ReturnType<typeof startSite>>
type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** The one that may be asked, and one beside it that may not. */
let site: Site
let inner: Site
let guard: Guard
const answers = new Map<string, Answer>()
const PAGE = '<html><head><title>A page</title></head></html>'
const html = (body: string | Buffer, headers: Record<string, string> = {}): Answer => {
  return (_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}
const leadsTo = (location: string, status = 302): Answer => {
  return (_request, response) => response.writeHead(status, { location }).end()
}

beforeAll(async () => {
  site = await startSite((request, response) => (answers.get(request.url ?? '') ?? html('', {}))(request, response))
  inner = await startSite(html(PAGE))
  guard = { lookup: systemLookup, ownHosts: new Set(['chat.example.org']), allowed: new Set([site.place]) }
  answers.set('/page', html(PAGE))
})
afterAll(async () => {
  await site?.close()
  await inner?.close()
})

const still = new AbortController().signal
const get = (link: string, more: Partial<Guard> = {}, withinMs?: number) =>
  fetchPage(link, { ...guard, ...more }, still, withinMs)
const named =
  (addresses: Record<string, LookupAddress[][]>): Guard['lookup'] =>
  async (hostname) => {
    const told = addresses[hostname]
    if (!told) throw new Error('unknown')
    return told.length > 1 ? told.shift()! : told[0]!
  }
const v4 = (address: string): LookupAddress => ({ address, family: 4 })

describe('what is asked', () => {
  it('P1: the site that is allowed is read: the test below could fail', async () => {
    const page = await get(`${site.url}/page`)
    expect(readPage(page)).toEqual({ url: `${site.url}/page`, title: 'A page' })
  })

  it('P3: carries no cookie, credential, referrer or kept connection', async () => {
    await get(`${site.url}/page`)
    const { headers } = site.asked.at(-1)!
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
    expect(headers.connection).toBe('close')
  })
})

describe('what is not asked', () => {
  const hosts = [
    ...['127.0.0.1', '127.1', '0', '0.0.0.0', '2130706433', '0x7f.1', '017700000001', '012.1.2.3', 'localhost', 'localhost.'],
    ...['LOCALHOST', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:c0a8:0101]', '[::192.168.1.1]', '[64:ff9b::a9fe:a9fe]'],
    ...['[fc00::1]', '[fe80::1]', '169.254.169.254', '100.64.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '198.18.0.1'],
    ...[
      '192.0.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '１２７.０.０.１',
      '127。0。0。1',
      '①②⑦.0.0.1',
      'chat.example.org',
      'CHAT.example.org.',
    ],
  ]
  it.each(hosts)('P1: http://%s', async (host) => {
    const lookup: Guard['lookup'] = (hostname) =>
      hostname === 'chat.example.org' ? Promise.resolve([v4('8.8.8.8')]) : systemLookup(hostname)
    await expect(requireTarget(`http://${host}/`, null, { ...guard, lookup })).rejects.toBeInstanceOf(NoPreview)
  })

  it.each(['gopher:', 'file:', 'ftp:', 'data:text/html,', 'blob:', 'javascript:', 'ws:'])('P1: %s', async (scheme) => {
    await expect(get(`${scheme}//example.org/`)).rejects.toBeInstanceOf(NoPreview)
  })

  it('P1: a site beside the allowed one, by address, with credentials, and on a port of its own', async () => {
    const before = inner.asked.length
    for (const link of [
      inner.url,
      `http://user@${site.place}/page`,
      `http://user:pass@${site.place}/page`,
      `http://evil.test@${inner.place}/`,
      `http://localhost:${inner.port}/`,
      `http://[::ffff:127.0.0.1]:${inner.port}/`,
    ])
      await expect(get(link), link).rejects.toBeInstanceOf(NoPreview)
    const elsewhere = named({ 'evil.test': [[v4('8.8.8.8')]] })
    await expect(requireTarget('http://evil.test:6379/', null, { ...guard, lookup: elsewhere })).rejects.toThrow('port')
    await expect(requireTarget('http://evil.test:5432/', null, { ...guard, lookup: elsewhere })).rejects.toThrow('port')
    await expect(requireTarget('http://evil.test/#@127.0.0.1/', null, { ...guard, lookup: elsewhere })).resolves.toMatchObject({
      address: '8.8.8.8',
    })
    expect(inner.asked).toHaveLength(before)
  })

  it('P1: a name with one public and one inner address, and a name that leads inside', async () => {
    const lookup = named({
      'both.test': [[v4('8.8.8.8'), v4('10.0.0.1')]],
      'inside.test': [[v4('192.168.0.7')]],
      'six.test': [[v4('8.8.8.8'), { address: 'fd00::1', family: 6 }]],
      'none.test': [[]],
    })
    for (const name of ['both.test', 'inside.test', 'six.test', 'none.test', 'unknown.test'])
      await expect(requireTarget(`http://${name}/`, null, { ...guard, lookup }), name).rejects.toBeInstanceOf(NoPreview)
  })

  it('P1: an address that a name gives the second time: the first one is connected to', async () => {
    answers.set('/pinned', html(PAGE))
    let asked = 0
    const lookup: Guard['lookup'] = async () => [v4(asked++ === 0 ? '127.0.0.1' : '10.0.0.1')]
    await get(`http://rebinding.test:${site.port}/pinned`, { lookup })
    expect(asked).toBe(1)
    expect(site.asked.at(-1)?.headers.host).toBe(`rebinding.test:${site.port}`)
  })

  it('P1: what a redirect leads to, on any hop, in any spelling, and what a page would lead to', async () => {
    const before = inner.asked.length
    for (const location of [
      inner.url,
      `//${inner.place}/`,
      'file:///etc/passwd',
      'gopher://127.0.0.1:70/',
      `http://user@${site.place}/page`,
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]/',
    ]) {
      answers.set('/away', leadsTo(location))
      answers.set('/first', leadsTo('/away', 307))
      await expect(get(`${site.url}/away`), location).rejects.toBeInstanceOf(NoPreview)
      await expect(get(`${site.url}/first`), location).rejects.toBeInstanceOf(NoPreview)
    }
    answers.set('/refresh', html(`<head><meta http-equiv="refresh" content="0; url=${inner.url}"><title>Here</title></head>`))
    expect(readPage(await get(`${site.url}/refresh`)).title).toBe('Here')
    expect(inner.asked).toHaveLength(before)
  })
})

describe('how much is read', () => {
  it('P4: three redirects are followed and no more', async () => {
    for (let hop = 1; hop <= 50; hop++) answers.set(`/hop${hop}`, hop === 1 ? leadsTo('/page') : leadsTo(`/hop${hop - 1}`))
    await expect(get(`${site.url}/hop3`)).resolves.toMatchObject({ url: new URL(`${site.url}/page`) })
    const before = site.asked.length
    await expect(get(`${site.url}/hop50`)).rejects.toThrow('on and on')
    expect(site.asked.length - before).toBe(4)
  })

  it('P4: of 100 MB the first 512 KB, and the rest is not sent', async () => {
    let sent = 0
    answers.set('/huge', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write('<head><title>Huge</title>')
      const chunk = Buffer.alloc(65_536, 'x')
      const more = () => {
        while (sent < 100_000_000 && !response.destroyed) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    const page = await get(`${site.url}/huge`)
    expect(page.bytes).toHaveLength(524_288)
    expect(readPage(page).title).toBe('Huge')
    expect(sent).toBeLessThan(20_000_000)
  })

  it.each([
    ['gzip', (bomb: Buffer) => gzipSync(bomb)],
    ['br', (bomb: Buffer) => brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ])(
    'P4: a %s bomb of 100 MB is unpacked to 512 KB at most',
    async (encoding, pack) => {
      const bomb = Buffer.concat([Buffer.from('<title>Bomb</title>'), Buffer.alloc(100_000_000)])
      answers.set('/bomb', html(pack(bomb), { 'content-encoding': encoding }))
      const before = process.memoryUsage().arrayBuffers
      const page = await get(`${site.url}/bomb`, {}, 20_000)
      expect(page.bytes).toHaveLength(524_288)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
    },
    30_000,
  )

  it('P4: a page that drips, that never answers, and a name that is never resolved, are left in time', async () => {
    answers.set('/drip', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const drip = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(drip))
    })
    answers.set('/silent', () => undefined)
    const started = performance.now()
    await expect(get(`${site.url}/drip`, {}, 300)).rejects.toThrow()
    await expect(get(`${site.url}/silent`, {}, 300)).rejects.toThrow()
    await expect(get('http://slow.test/', { lookup: () => new Promise(() => undefined) }, 300)).rejects.toThrow('too long')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('P4: what is no web page, what is not there and what is packed otherwise', async () => {
    answers.set('/picture', html('GIF89a', { 'content-type': 'image/gif' }))
    answers.set('/none', (_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end(PAGE))
    answers.set('/packed', html('x', { 'content-encoding': 'compress' }))
    for (const path of ['/picture', '/none', '/packed'])
      await expect(get(site.url + path), path).rejects.toBeInstanceOf(NoPreview)
  })
})

describe('what is shown', () => {
  const shown = async (body: string | Buffer, headers = {}) => {
    answers.set('/shown', html(body, headers))
    const { url: _url, ...rest } = readPage(await get(`${site.url}/shown`))
    return rest
  }

  it('P5: Open Graph before title and description, as plain text on one line', async () => {
    expect(
      await shown(`<head><title>Plain</title><meta property="og:title" content="A &amp; B
        <b>bold</b>"><meta name="description" content="about it"><meta property="og:site_name" content="Site"></head>`),
    ).toEqual({ title: 'A & B <b>bold</b>', description: 'about it', site: 'Site' })
  })

  it('P5: a huge title is cut, hidden and turning characters are taken away, and another charset is read', async () => {
    const { title } = await shown(`<title>${'a'.repeat(1_000_000)}</title>`)
    expect([...title]).toHaveLength(200)
    expect((await shown('<title>a\u202Eb\u0000c\u200Bd</title>')).title).toBe('abcd')
    expect(
      (await shown(Buffer.from('<title>Gr\xfc\xdfe</title>', 'latin1'), { 'content-type': 'text/html; charset=iso-8859-1' }))
        .title,
    ).toBe('Grüße')
  })

  it('P5: nothing without a title, whatever else is said, and titles in the body do not count twice', async () => {
    await expect(shown('<meta name="description" content="x">')).rejects.toBeInstanceOf(NoPreview)
    expect((await shown('<head><title>One</title></head><svg><title>Two</title></svg>')).title).toBe('One')
  })
})
