import { ensureClient } from './generate.ts'
import { migrate, withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'

/** `npm run db:migrate`: brings the database to this version's schema. */
export async function main(): Promise<void> {
  await ensureClient()
  await withDatabase(loadSettings(), migrate)
}
