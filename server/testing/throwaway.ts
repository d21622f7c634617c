import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyMigrations } from '#prisma/migrate.ts'
import { type Embedded, startEmbedded } from '#server/database/embedded.ts'

/** A PostgreSQL of its own that forgets everything when it is stopped, or when this process dies. */
export async function startThrowawayPostgres(): Promise<Embedded> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-test-'))
  // Root's PostgreSQL runs as another user, which must be able to enter.
  chmodSync(dataDir, 0o755)
  const postgres = await startEmbedded({ dataDir, password: 'a password for tests', throwaway: true })
  await applyMigrations(postgres.url)
  return {
    ...postgres,
    stop: async () => {
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
