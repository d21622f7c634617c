import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'
import { CHECKOUT, fingerprint, readStamp } from './fingerprint.ts'
import { step } from './step.ts'

const STAMP = 'prisma/generated/.made-from'

/** Generates the Prisma client when the schema or Prisma itself changed. */
export async function ensureClient(): Promise<void> {
  const inputs = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readStamp(STAMP) === inputs) return
  await step(
    'database client',
    async () => {
      const cli = path.join(CHECKOUT, 'node_modules/prisma/build/index.js')
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate'], {
        cwd: CHECKOUT,
        encoding: 'utf8',
        // Generating never runs the schema engine; without this Prisma downloads it, which fails offline.
        env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      })
      if (status !== 0) throw new WrongEnvironment(`The Prisma client could not be generated: ${(stderr || stdout).trim()}`)
      writeFileSync(path.join(CHECKOUT, STAMP), inputs)
    },
    () => 'generated',
  )
}
