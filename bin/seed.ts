import { seed } from '#prisma/seed.ts'
import { ensureClient } from './generate.ts'
import { migrate, withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'
import { step } from './step.ts'

/** `npm run db:seed`: fills an empty installation with a community to look at. */
export async function main(): Promise<void> {
  const settings = loadSettings()
  await ensureClient()
  await withDatabase(settings, async (url) => {
    await migrate(url)
    const seeded = await step(
      'seed',
      () => seed(url),
      ({ people, rooms, threads, messages }) => `${people} people, ${rooms} rooms, ${threads} threads, ${messages} messages`,
    )
    console.log(`\n  Sign in as ${seeded.signIns.join(', ')} with the password "${seeded.password}".`)
  })
}
