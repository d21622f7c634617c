import path from 'node:path'
import { authorMigration } from '#prisma/author.ts'
import { WrongEnvironment } from '#server/env.ts'
import { ensureClient } from './generate.ts'
import { withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'

/** `npm run db:migration -- name`: writes the migration from the schema as last authored to prisma/schema.prisma. */
export async function main(args: string[]): Promise<void> {
  const name = args.join(' ').trim()
  if (name === '') throw new WrongEnvironment('Say what the migration does: npm run db:migration -- add room topics')
  await withDatabase(loadSettings(), async (url) => {
    const folder = await authorMigration(name, url)
    console.log(
      folder === undefined
        ? 'prisma/schema.prisma has not changed.'
        : `Wrote ${path.relative(process.cwd(), folder)}: read it before you apply it.`,
    )
  })
  await ensureClient()
}
