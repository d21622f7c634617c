import { describe, expect, it } from 'vitest'
import { addressGroup } from './address-group.ts'
import { readDisplayName } from './display-name.ts'
import { normaliseEmail } from './email.ts'
import { isSetupCode, setupCode } from './set-up-code.ts'

describe('e-mail addresses', () => {
  it.each([
    ['Ada@Example.ORG', 'ada@example.org'],
    [' ada+chat@mail.example.co.uk ', 'ada+chat@mail.example.co.uk'],
    ["o'neil@example.org", "o'neil@example.org"],
  ])('A5 %s is stored as %s', (raw, stored) => {
    expect(normaliseEmail(raw)).toBe(stored)
  })

  it.each([
    'victim＠evil.com',
    '"e@attacker.com"@victim.com',
    'a@b.com,c@d.com',
    'a@b.com;c@d.com',
    'a@b.com c@d.com',
    'a@b.com\nbcc: c@d.com',
    'ada@exаmple.org',
    'ada@\u212aelvin.org',
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@-example.org',
    'ada@example..org',
    '.ada@example.org',
    'ada.@example.org',
    'ada@@example.org',
    '<ada@example.org>',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a.'.repeat(130)}org`,
    '',
  ])('A5 %j is no address', (raw) => {
    expect(normaliseEmail(raw)).toBeNull()
  })
})

describe('display names', () => {
  it.each(['Ada Lovelace', '👩‍👩‍👧', 'می‌خواهم', 'Zoë', '❤️ Ada', 'राम', '田中'])('A4 %s can be shown', (raw) => {
    expect(readDisplayName(raw)).toEqual({ displayName: raw })
  })

  it.each([
    'Ada\u202eevil',
    '\u2066Ada',
    'A\u200bda',
    '\u200b',
    '\u200d',
    ' ',
    '\u3164',
    '\u2800',
    'Ada\u0000',
    'A'.repeat(65),
    `A${'\u0301'.repeat(1)}${'\u0323'.repeat(9)}`,
    '\ue000',
  ])('A4 %j is refused', (raw) => {
    expect(readDisplayName(raw)).toHaveProperty('wrong')
  })
})

describe('the set-up code', () => {
  it('A8 is the same for all who share the secret, and for nobody else', () => {
    const code = setupCode('a secret of thirty-two characters')
    expect(code).toMatch(/^[\w-]{22}$/)
    expect(isSetupCode(code, 'a secret of thirty-two characters')).toBe(true)
    expect(isSetupCode(code, 'another secret of 32 characters!')).toBe(false)
    expect(isSetupCode('', 'a secret of thirty-two characters')).toBe(false)
    expect(isSetupCode(undefined, 'a secret of thirty-two characters')).toBe(false)
  })
})

describe('addresses', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('A6 %s counts as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group)
  })
})
