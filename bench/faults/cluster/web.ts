import { ensureBuild, NEXT } from '#bin/build.ts'
import { startChild, waitForAnswer } from '#bin/child.ts'
import { WEB_PRELOADS } from '#bin/web.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { TEST_SECRET } from '#server/testing/env.ts'

type Web = { url: string; port: number; stop(): Promise<void> }

/** The web process as it is started alone: of this checkout, built if it is not built yet, which takes a minute or two. */
export async function startWeb(databaseUrl: string): Promise<Web> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const variables = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: TEST_SECRET,
    LOG_LEVEL: 'error',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  await ensureBuild(variables)
  const child = await startChild({
    name: 'web',
    args: [...WEB_PRELOADS, NEXT, 'start', '-p', String(port), '-H', '127.0.0.1'],
    variables: { ...variables, NODE_ENV: 'production', PORT: String(port) },
    isNoise: () => true,
    ready: (signal) => waitForAnswer(`${url}/robots.txt`, signal),
  })
  return { url, port, stop: () => child.stop(5_000) }
}
