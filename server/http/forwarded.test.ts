import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { rewriteForwarded } from './forwarded.ts'

const PROOF = 'the proof'
const rewritten = (told: IncomingHttpHeaders, remoteAddress = '127.0.0.1', hops = 0, httpVersion = '1.1') => {
  const headers = { host: 'localhost:3000', ...told }
  rewriteForwarded({ headers, socket: { remoteAddress }, httpVersion }, { hops, proof: PROOF })
  return headers as Record<string, string | undefined>
}

describe('forwarded headers', () => {
  it('A16 without a proxy the address is the socket’s, whatever the caller says', () => {
    const told = {
      'x-forwarded-for': '10.0.0.1',
      'x-parley-address': '10.0.0.1',
      'x-parley-inner': 'a guess',
      forwarded: 'for=10.0.0.1',
    }
    const headers = rewritten(told, '::ffff:203.0.113.7')
    expect(headers['x-parley-address']).toBe('203.0.113.7')
    expect(headers['x-forwarded-for']).toBe('203.0.113.7')
    expect(headers.forwarded).toBeUndefined()
    expect(headers['x-parley-inner']).toBe(PROOF)
  })

  it.each([
    ['6.6.6.6, 203.0.113.7', 1, '203.0.113.7'],
    ['6.6.6.6, 203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
    ['203.0.113.7:4711', 1, '203.0.113.7'],
    ['[2001:db8::1]:4711', 1, '2001:db8::1'],
  ])('A16 of %s with %i trusted hops, the outermost trusted entry counts', (list, hops, address) => {
    expect(rewritten({ 'x-forwarded-for': list }, '10.0.0.1', hops)['x-parley-address']).toBe(address)
  })

  it('A16 the host is the one asked for, and a proxy’s word counts only where one is trusted', () => {
    const told = { host: 'chat.example.org', 'x-forwarded-host': 'evil.test' }
    expect(rewritten(told)['x-forwarded-host']).toBe('chat.example.org')
    expect(rewritten(told, '10.0.0.1', 1)['x-forwarded-host']).toBe('evil.test')
  })

  it('A16 a request that proves where it comes from is left as it is', () => {
    const told = { 'x-parley-inner': PROOF, 'x-parley-address': '203.0.113.7', 'x-forwarded-host': 'chat.example.org' }
    expect(rewritten(told)).toMatchObject(told)
  })

  it('A8 only a request from this machine, by its own name and through no proxy, is local', () => {
    const isLocal = (headers: IncomingHttpHeaders, address?: string) => rewritten(headers, address)['x-parley-local'] === 'yes'
    expect(isLocal({})).toBe(true)
    expect(isLocal({ host: '[::1]:3000' }, '::1')).toBe(true)
    expect(isLocal({ host: '127.0.0.1:3000' }, '::ffff:127.0.0.1')).toBe(true)
    expect(isLocal({}, '192.168.1.20')).toBe(false)
    expect(isLocal({ host: 'name-of-a-tunnel.example' })).toBe(false)
    expect(isLocal({ host: 'localhost.evil.test' })).toBe(false)
    expect(isLocal({ 'x-forwarded-for': '203.0.113.7' })).toBe(false)
    expect(isLocal({ 'x-parley-local': 'yes' }, '192.168.1.20')).toBe(false)
    expect(rewritten({ host: '127.0.0.1:3000' }, '127.0.0.1', 0, '1.0')).not.toHaveProperty('x-parley-local')
  })
})
