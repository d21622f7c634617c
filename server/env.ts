import { z } from 'zod'

/** The one place that reads `process.env`. `.env.example` documents every variable in this order. */

const blankIsUnset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional())
const number = (fallback: number, min: number, max: number) =>
  z.preprocess(blankIsUnset, z.coerce.number<string>().int().min(min).max(max).default(fallback))
const url = (protocols: string[], example: string) =>
  optional(
    z
      .string()
      .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must be a URL like ${example}`),
  )
const origins = z.preprocess(
  blankIsUnset,
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((origin) => origin.trim().replace(/\/$/, ''))
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'must be origins like https://chat.example.org, separated by commas',
    ),
)

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),

  // Where it listens
  PORT: number(3000, 0, 65_535),
  SOCKET_PORT: number(3001, 0, 65_535),
  HOST: z.preprocess(blankIsUnset, z.string().default('::')),

  // URLs and secrets
  NEXTAUTH_URL: url(['http:', 'https:'], 'https://chat.example.org'),
  NEXTAUTH_SECRET: z
    .string('is missing: run "npm start" once, which writes one, or set 32 random characters')
    .min(32, 'is too short: use at least 32 random characters'),
  NEXTAUTH_SECRET_PREVIOUS: optional(z.string().min(32, 'is too short: use the former secret as it was')),
  SOCKET_URL: url(['http:', 'https:', 'ws:', 'wss:'], 'https://socket.example.org'),
  ALLOWED_ORIGINS: origins,
  /** Where the web process behind this host listens: set by `npm start`, not by hand. */
  WEB_INNER_URL: url(['http:'], 'http://127.0.0.1:3210'),
  /** Proxies in front whose `X-Forwarded-For` entry is believed. */
  TRUST_PROXY_HOPS: number(0, 0, 10),

  // Where data lives
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/parley'),
  /** Of the embedded PostgreSQL: unused when DATABASE_URL is set. */
  DATABASE_PASSWORD: optional(z.string().min(16, 'is too short: use at least 16 random characters')),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379'),
  DATA_DIR: z.preprocess(blankIsUnset, z.string().default('.data')),
  /** Connections each process opens to PostgreSQL at most. */
  DATABASE_POOL: number(10, 3, 200),

  // Sign-in
  REGISTRATION: z.preprocess(blankIsUnset, z.enum(['open', 'closed'], 'must be open or closed').default('open')),
  GITHUB_ID: optional(z.string()),
  GITHUB_SECRET: optional(z.string()),
  GOOGLE_ID: optional(z.string()),
  GOOGLE_SECRET: optional(z.string()),
  OIDC_ISSUER: url(['http:', 'https:'], 'https://login.example.org'),
  OIDC_ID: optional(z.string()),
  OIDC_SECRET: optional(z.string()),
  OIDC_NAME: z.preprocess(blankIsUnset, z.string().default('Single sign-on')),
  SESSION_DAYS: number(30, 1, 365),

  // Mail
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.org:587'),
  MAIL_FROM: optional(
    z.string().regex(/^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$/, 'must be like Parley <chat@example.org>'),
  ),

  // What people may do
  /** Who adds custom emoji: everybody but guests, or owners, admins and moderators only. */
  EMOJI_ADDED_BY: z.preprocess(blankIsUnset, z.enum(['members', 'staff'], 'must be members or staff').default('members')),
  /** Who makes invites: the installation's owners and admins, or everybody but guests. */
  INVITES_MADE_BY: z.preprocess(blankIsUnset, z.enum(['admins', 'members'], 'must be admins or members').default('admins')),

  // Files
  /** Greatest file, all of one person's files, and all files, in MB (10^6 bytes). 0 of all: no limit. */
  UPLOAD_MAX_MB: number(100, 1, 2_000),
  UPLOAD_QUOTA_MB: number(2_000, 1, 100_000_000),
  UPLOAD_TOTAL_MB: number(0, 0, 1_000_000_000),
  S3_BUCKET: optional(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket’s name')),
  S3_ENDPOINT: url(['http:', 'https:'], 'https://s3.example.org'),
  S3_REGION: z.preprocess(blankIsUnset, z.string().default('us-east-1')),
  S3_ACCESS_KEY_ID: optional(z.string()),
  S3_SECRET_ACCESS_KEY: optional(z.string()),

  // Limits
  LIMIT_MESSAGES_PER_SECOND: number(10, 1, 100_000),
  LIMIT_MESSAGES_BURST: number(20, 1, 100_000),
  LIMIT_BYTES_PER_SECOND: number(262_144, 1_024, 1_000_000_000),
  LIMIT_ROOM_MESSAGES_PER_SECOND: number(200, 1, 100_000),
  LIMIT_REQUESTS_PER_SECOND: number(50, 1, 100_000),
  LIMIT_SYNCS_PER_SECOND: number(20, 1, 100_000),
  LIMIT_HELLOS_PER_SECOND: number(2, 1, 100_000),
  LIMIT_TYPING_PER_SECOND: number(5, 1, 100_000),
  LIMIT_SEARCHES_PER_SECOND: number(5, 1, 100_000),
  LIMIT_UPLOADS_PER_MINUTE: number(10, 1, 100_000),
  LIMIT_WEBHOOK_POSTS_PER_MINUTE: number(60, 1, 100_000),
  LIMIT_WEBHOOK_REQUESTS_PER_SECOND: number(20, 1, 100_000),
  LIMIT_CONNECTIONS_PER_USER: number(10, 1, 100_000),
  LIMIT_CONNECTIONS_PER_ADDRESS: number(500, 1, 1_000_000),
  LIMIT_CONNECTIONS: number(20_000, 1, 1_000_000),
  LIMIT_ACCEPTS_PER_SECOND: number(1_000, 1, 100_000),
  LIMIT_SIGN_IN_FAILURES: number(5, 1, 100_000),
  LIMIT_REGISTRATIONS_PER_HOUR: number(20, 1, 100_000),

  // Link previews
  LINK_PREVIEWS: z.preprocess(blankIsUnset, z.enum(['on', 'off'], 'must be on or off').default('off')),
  /** Read under NODE_ENV=test only: `address:port` that previews may reach though they are not public. */
  LINK_PREVIEWS_TEST_ALLOW: z.preprocess(
    blankIsUnset,
    z
      .string()
      .default('')
      .transform((value) => value.split(',').filter(Boolean)),
  ),

  // Notifications
  /** Read under NODE_ENV=test only: `address:port` of a push service that is not public. */
  PUSH_TEST_ALLOW: z.preprocess(
    blankIsUnset,
    z
      .string()
      .default('')
      .transform((value) => value.split(',').filter(Boolean)),
  ),

  // Running
  LOG_LEVEL: z.preprocess(blankIsUnset, z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info')),
  METRICS_TOKEN: optional(z.string().min(16, 'is too short: use at least 16 random characters')),
  RECONCILE_MS: number(5_000, 50, 60_000),
  DRAIN_SECONDS: number(30, 0, 600),
  STALL_SECONDS: number(15, 0, 600),
  /** Faults on purpose, read under NODE_ENV=test only: `drop=0.01` loses 1% of broadcasts. */
  FAULTS: z.preprocess(
    blankIsUnset,
    z
      .string()
      .regex(/^drop=(0(\.\d+)?|1)$/, 'must be like drop=0.01')
      .optional(),
  ),
})

/** The names of all settings, as `.env.example` has them. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.shape)
/** Who mails are from; and where their links lead, which must not follow the address that some request was sent to. */
const MAIL_NEEDS = ['MAIL_FROM', 'NEXTAUTH_URL'] as const

export type Env = z.infer<typeof schema>

/** Thrown when the environment is wrong: `message` is one sentence per variable that says what to do. */
export class WrongEnvironment extends Error {}

/** The same, for a server that nobody reaches right now: it may be starting. Whoever can wait for it goes on. */
export class Unreachable extends WrongEnvironment {}

/** Reads and checks the environment. Throws `WrongEnvironment` naming every variable that is wrong; values are not repeated. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const result = schema.safeParse(source)
  if (!result.success) {
    throw new WrongEnvironment(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'))
  }
  const env = result.data
  const missing = MAIL_NEEDS.filter((name) => env.SMTP_URL !== undefined && env[name] === undefined)
  if (missing.length > 0) throw new WrongEnvironment(missing.map((name) => `${name} is missing: SMTP_URL needs it.`).join('\n'))
  return env.NODE_ENV === 'test' ? env : { ...env, FAULTS: undefined, LINK_PREVIEWS_TEST_ALLOW: [], PUSH_TEST_ALLOW: [] }
}
