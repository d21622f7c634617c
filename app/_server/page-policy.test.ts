import { describe, expect, it } from 'vitest'
import { pagePolicy } from './page-policy.ts'

const HERE = 'https://chat.example.org'
const policy = (more: Partial<Parameters<typeof pagePolicy>[0]> = {}) => {
  const text = pagePolicy({ nonce: 'abc=', origin: HERE, socketUrl: undefined, isDevelopment: false, ...more })
  return Object.fromEntries(
    text.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]),
  )
}

describe('a page’s policy', () => {
  it('H2 runs scripts that carry the nonce and nothing else', () => {
    expect(policy()['script-src']).toBe("'self' 'nonce-abc=' 'strict-dynamic'")
    expect(policy()).toMatchObject({
      'object-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'self'",
    })
  })

  it('H2 evaluates code while developing only', () => {
    expect(policy({ isDevelopment: true })['script-src']).toContain("'unsafe-eval'")
    expect(JSON.stringify(policy())).not.toContain('eval')
  })

  it.each([
    [undefined, "'self' https://chat.example.org wss://chat.example.org"],
    [
      'wss://socket.example.org:8443/',
      "'self' https://chat.example.org wss://chat.example.org https://socket.example.org:8443 wss://socket.example.org:8443",
    ],
    ['http://localhost:3001', "'self' https://chat.example.org wss://chat.example.org http://localhost:3001 ws://localhost:3001"],
  ])('H2 connects to its own host and, with SOCKET_URL %s, to %s', (socketUrl, sources) => {
    expect(policy({ socketUrl })['connect-src']).toBe(sources)
  })

  it.each(['https://a;sandbox', 'https://a,b', "https://'unsafe-inline'"])('H2 a host writes no directive: %s', (origin) => {
    expect(URL.canParse(origin)).toBe(true)
    expect(policy({ origin })['connect-src']).toBe("'self'")
    expect(policy({ origin })).not.toHaveProperty('sandbox')
  })
})
