import { networkInterfaces } from 'node:os'
import pg from 'pg'
import { hasOwner } from '#server/core/accounts/account.ts'
import { setupCode } from '#server/core/accounts/set-up-code.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'

/** What a person opens: this machine's own address, those of its networks, and where the first account is made. */
export async function whereToGo(env: Env, port: number, host: string, databaseUrl: string): Promise<string[]> {
  const here = env.NEXTAUTH_URL?.replace(/\/$/, '') ?? `http://${isEveryAddress(host) ? 'localhost' : bracket(host)}:${port}`
  const lines = [`Open ${here}`]
  const others = isEveryAddress(host) ? lanAddresses().map((address) => `http://${address}:${port}`) : []
  if (others.length > 0) lines.push(`In this network: ${others.join('  ')}`)
  if (!(await isOwned(databaseUrl))) {
    const link = `/sign-up?setup=${setupCode(env.NEXTAUTH_SECRET)}`
    lines.push('There is no account yet. The first one owns this server; make it with this link:')
    lines.push(`  ${env.NEXTAUTH_URL === undefined && others[0] ? others[0] : here}${link}`)
  }
  return lines
}

const isEveryAddress = (host: string) => host === '::' || host === '0.0.0.0'
const bracket = (host: string) => (host.includes(':') ? `[${host}]` : host)

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address)
}

async function isOwned(databaseUrl: string): Promise<boolean> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  try {
    return await hasOwner(queryOn(pool))
  } finally {
    await pool.end()
  }
}
