import path from 'node:path'
import { isPooled } from '#server/database/pooled.ts'
import { ensureBuild, NEXT } from './build.ts'
import { waitForAnswer } from './child.ts'
import { CHECKOUT } from './fingerprint.ts'
import { prepareHalf, runHalf } from './halves.ts'
import { migrate, openDatabase } from './open-database.ts'
import { requirePort, usableHost } from './port.ts'

const GRACE_MS = 10_000
/** Before Next: it has no settings for these. */
export const WEB_PRELOADS = ['--import', path.join(CHECKOUT, 'bin/patience.mjs')]

/** `npm run start:web`: the pages alone, at `PORT`. They send browsers to `SOCKET_URL`. */
export async function main(): Promise<void> {
  console.log('Parley, the web alone')
  const settings = await prepareHalf()
  const { env, variables } = settings
  const { url } = await openDatabase(settings)
  // Through a pooler nobody can hold the lock of migrations: a socket host, or `npm run db:migrate` beside it, applies them.
  if (!isPooled(url)) await migrate(url)
  const host = await usableHost(env.HOST)
  await requirePort(env.PORT, host, 'PORT')
  await ensureBuild(variables)
  await runHalf(
    {
      name: 'web',
      args: [...WEB_PRELOADS, NEXT, 'start', '-p', String(env.PORT), '-H', host],
      variables: { ...variables, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ready: (signal) => waitForAnswer(`http://localhost:${env.PORT}/robots.txt`, signal),
    },
    `port ${env.PORT}`,
    GRACE_MS,
  )
}
