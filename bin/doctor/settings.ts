import { type Env, readEnv, SETTING_NAMES } from '#server/env.ts'
import { doubt, type Finding, fine, wrong } from './finding.ts'

/** Names of other programs that people keep in the same file. */
const NOT_OURS = /^(NODE_|NPM_|npm_|NEXT_|VERCEL|TZ$|HTTP_PROXY|HTTPS_PROXY|NO_PROXY)/
const PARTS = { ID: 'SECRET', SECRET: 'ID' } as const
/** Characters that differ, of a secret: of 32 random ones in base64 about 25 do. */
const VARIED = 12
const PLACEHOLDER = /change.?me|secret|password|example|your-|xxxx|1234/i
const LOCAL_NAMES = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

export type Variables = Record<string, string>
export type Looked = { env: Env | null; findings: Finding[] }

/**
 * Looks at what is set: what is malformed, misspelled, left over, contradicts something else, or is too weak to keep anybody out.
 * Secrets that the first start writes may be missing.
 */
export function lookAtSettings(variables: Variables, namesInFile: readonly string[]): Looked {
  const isBlank = (name: string) => (variables[name] ?? '').trim() === ''
  const made = Object.fromEntries(['NEXTAUTH_SECRET', 'DATABASE_PASSWORD'].filter(isBlank).map((name) => [name, 'y'.repeat(32)]))
  let env: Env
  try {
    env = readEnv({ ...variables, ...made })
  } catch (error) {
    return { env: null, findings: (error as Error).message.split('\n').map((says) => wrong('settings', says)) }
  }
  const findings = [
    ...misspelled(namesInFile),
    ...(isBlank('NEXTAUTH_SECRET') ? missingSecret(env) : weak('NEXTAUTH_SECRET', variables.NEXTAUTH_SECRET!)),
    ...(isBlank('METRICS_TOKEN') ? [] : weak('METRICS_TOKEN', variables.METRICS_TOKEN!)),
    ...halves(variables, isBlank),
    ...leftOver(isBlank),
    ...origins(env),
  ]
  return { env, findings: findings.length > 0 ? findings : [fine('settings', 'every value is well-formed and fits the others')] }
}

function misspelled(names: readonly string[]): Finding[] {
  return names
    .filter((name) => !SETTING_NAMES.includes(name) && !NOT_OURS.test(name))
    .map((name) => {
      const meant = SETTING_NAMES.find((known) => distance(name, known) <= 2)
      return doubt(
        'settings',
        `${name} in .env is no setting of Parley${meant ? `: ${meant} is` : ': .env.example has them all'}.`,
      )
    })
}

const missingSecret = ({ DATABASE_URL }: Env): Finding[] =>
  DATABASE_URL === undefined
    ? [fine('secrets', 'the first start writes them to .env')]
    : [
        doubt(
          'secrets',
          'NEXTAUTH_SECRET is not set: the start writes one to .env here, but the web and all socket hosts must share one.',
        ),
      ]

function weak(name: string, value: string): Finding[] {
  if (new Set(value).size >= VARIED && !PLACEHOLDER.test(value)) return []
  return [wrong('secrets', `${name} can be guessed: put what "openssl rand -base64 32" prints there.`)]
}

/** Settings of which one is no use without the other. */
function halves(variables: Variables, isBlank: (name: string) => boolean): Finding[] {
  const pairs = ['GITHUB', 'GOOGLE', 'OIDC'].flatMap((provider) =>
    Object.entries(PARTS).map(([one, other]) => [`${provider}_${one}`, `${provider}_${other}`] as const),
  )
  return [
    ...pairs,
    ['OIDC_ID', 'OIDC_ISSUER'] as const,
    ['OIDC_ISSUER', 'OIDC_ID'] as const,
    ['S3_BUCKET', 'S3_ACCESS_KEY_ID'] as const,
    ['S3_BUCKET', 'S3_SECRET_ACCESS_KEY'] as const,
    ['S3_ENDPOINT', 'S3_BUCKET'] as const,
  ]
    .filter(([there, needed]) => there in variables && !isBlank(there) && isBlank(needed))
    .map(([there, needed]) => wrong('settings', `${there} is set and ${needed} is not: set both, or neither.`))
}

function leftOver(isBlank: (name: string) => boolean): Finding[] {
  const says: Record<string, string> = {
    NEXTAUTH_SECRET_PREVIOUS:
      'is still set: remove it five minutes after the change, or whoever has the former secret can go on.',
    WEB_INNER_URL: 'is set by "npm start" for its own processes: remove it.',
    FAULTS: 'loses broadcasts on purpose, for tests: remove it.',
    LINK_PREVIEWS_TEST_ALLOW: 'is for tests of Parley itself: remove it.',
  }
  return Object.entries(says)
    .filter(([name]) => !isBlank(name))
    .map(([name, what]) => doubt('settings', `${name} ${what}`))
}

/** Where pages are, where sockets are, and whether a browser lets one speak to the other. */
function origins(env: Env): Finding[] {
  const web = env.NEXTAUTH_URL === undefined ? null : new URL(env.NEXTAUTH_URL)
  const socket = env.SOCKET_URL === undefined ? null : new URL(env.SOCKET_URL.replace(/^ws/, 'http'))
  const found: Finding[] = []
  if (web?.protocol === 'http:' && !LOCAL_NAMES.test(web.hostname))
    found.push(
      doubt(
        'origins',
        `NEXTAUTH_URL is ${web.origin}, without encryption: passwords can be read on the way. Put a proxy with TLS in front.`,
      ),
    )
  if (web?.protocol === 'https:' && env.TRUST_PROXY_HOPS === 0)
    found.push(
      doubt(
        'origins',
        'NEXTAUTH_URL is https, so a proxy stands in front, and TRUST_PROXY_HOPS is 0: all callers count as one address for limits. Set it to the number of proxies.',
      ),
    )
  if (web?.protocol === 'https:' && socket?.protocol === 'http:')
    found.push(
      wrong(
        'origins',
        `SOCKET_URL is ${socket.origin}, which a page from ${web.origin} may not speak to: a browser wants https there too.`,
      ),
    )
  if (socket && !web && env.ALLOWED_ORIGINS.length === 0)
    found.push(
      wrong(
        'origins',
        'SOCKET_URL is set and neither NEXTAUTH_URL nor ALLOWED_ORIGINS: a socket host would refuse the pages. Set the web’s origin.',
      ),
    )
  if (socket && web && socket.origin !== web.origin && env.REDIS_URL !== undefined)
    found.push(
      doubt(
        'origins',
        'Sockets are at another origin than pages, where browsers send no cookie: let the balancer keep long-polling clients at one host by their address (nginx: hash $remote_addr), not by a cookie.',
      ),
    )
  return found.length > 0 || !web
    ? found
    : [fine('origins', socket ? `pages at ${web.origin}, sockets at ${socket.origin}` : `everything at ${web.origin}`)]
}

/** How many letters have to change, come or go. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
