import { describe, expect, it } from 'vitest'
import { lookAtSettings } from './settings.ts'

const SECRET = 'qJ4nV0c8yTzLw2eR7uKp1sXhB5mGdF3a'
const look = (variables: Record<string, string>, inFile = Object.keys(variables)) => {
  const { findings } = lookAtSettings({ NEXTAUTH_SECRET: SECRET, DATABASE_URL: 'postgresql://here/parley', ...variables }, inFile)
  return findings.filter(({ state }) => state !== 'fine').map(({ state, says }) => `${state}: ${says}`)
}

describe('[O4] doctor, on settings', () => {
  it('finds nothing where nothing is set, and where all is well', () => {
    expect(lookAtSettings({}, []).findings.every(({ state }) => state === 'fine')).toBe(true)
    expect(
      look({ NEXTAUTH_URL: 'https://chat.example.org', SOCKET_URL: 'https://rt.example.org', TRUST_PROXY_HOPS: '1' }),
    ).toEqual([])
  })

  it('says every malformed variable by name and repeats no value', () => {
    const said = look({ PORT: 'many', DATABASE_URL: 'mysql://user:hunter2@here' })
    expect(said).toEqual([
      expect.stringMatching(/^wrong: PORT /),
      expect.stringMatching(/^wrong: DATABASE_URL must be a URL like/),
    ])
    expect(said.join()).not.toMatch(/many|hunter2/)
  })

  it.each([
    ['a misspelled name', { DATABSE_POOL: '20' }, /^doubt: DATABSE_POOL .*: DATABASE_POOL is\.$/],
    ['a secret that can be guessed', { NEXTAUTH_SECRET: 'a'.repeat(40) }, /^wrong: NEXTAUTH_SECRET can be guessed/],
    [
      'a secret of a manual',
      { NEXTAUTH_SECRET: 'change-me-please-0123456789abcdefghij' },
      /^wrong: NEXTAUTH_SECRET can be guessed/,
    ],
    ['one half of a provider', { GITHUB_ID: 'x' }, /^wrong: GITHUB_ID is set and GITHUB_SECRET is not/],
    [
      'a bucket without keys',
      { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'x' },
      /^wrong: S3_BUCKET is set and S3_SECRET_ACCESS_KEY is not/,
    ],
    ['a former secret that stayed', { NEXTAUTH_SECRET_PREVIOUS: SECRET }, /^doubt: NEXTAUTH_SECRET_PREVIOUS is still set/],
    ['a page without encryption', { NEXTAUTH_URL: 'http://chat.example.org' }, /^doubt: NEXTAUTH_URL .* without encryption/],
    ['a proxy that is not counted', { NEXTAUTH_URL: 'https://chat.example.org' }, /^doubt: .* TRUST_PROXY_HOPS is 0/],
    [
      'sockets a secure page may not speak to',
      { NEXTAUTH_URL: 'https://chat.example.org', SOCKET_URL: 'http://rt.example.org', TRUST_PROXY_HOPS: '1' },
      /^wrong: SOCKET_URL .* wants https/,
    ],
    ['sockets that would refuse the pages', { SOCKET_URL: 'https://rt.example.org' }, /^wrong: SOCKET_URL is set and neither/],
    [
      'several hosts at another origin',
      {
        NEXTAUTH_URL: 'https://chat.example.org',
        SOCKET_URL: 'https://rt.example.org',
        TRUST_PROXY_HOPS: '1',
        REDIS_URL: 'redis://here',
      },
      /^doubt: Sockets are at another origin .* by their address/,
    ],
  ])('finds %s', (_, variables, sentence) => {
    expect(look(variables as Record<string, string>)).toEqual([expect.stringMatching(sentence)])
  })
})
