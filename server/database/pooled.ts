/**
 * Whether an address leads through a pooler that shares sessions between transactions (PgBouncer, and what hosts of PostgreSQL call
 * "pooled"): `?pgbouncer=true`, as Prisma says it too. It takes no settings of a session, and loses what is listened to.
 */
export const isPooled = (url: string): boolean => new URL(url).searchParams.get('pgbouncer') === 'true'
