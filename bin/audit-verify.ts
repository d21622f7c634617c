import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type Head, verifyAudit } from '#server/core/audit/verify.ts'
import { openDatabase as openPools } from '#server/database/database.ts'
import { SNAPSHOT, transaction } from '#server/database/transaction.ts'
import { WrongEnvironment } from '#server/env.ts'
import { ensureClient } from './generate.ts'
import { migrate, withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'

const USAGE = 'npm run audit:verify [-- --head <seq>:<hash>]'
const kept = z.object({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) })

/**
 * `npm run audit:verify`: whether every entry of the audit is there as it was written. The head that it found is kept in
 * `DATA_DIR/audit-head.json`, and the next time the chain must go through it. Ends with code 1 when it does not.
 */
export async function main(args: string[]): Promise<void> {
  const settings = loadSettings()
  const file = path.join(settings.env.DATA_DIR, 'audit-head.json')
  const before = readHead(args) ?? readKept(file)
  await ensureClient()
  await withDatabase(settings, async (url) => {
    await migrate(url)
    const database = openPools(url, 3, (error) => console.error(error.message))
    try {
      const verdict = await transaction(database.pool, (query) => verifyAudit(query, before), SNAPSHOT)
      if (verdict.ok) {
        writeFileSync(file, `${JSON.stringify(verdict.head)}\n`)
        console.log(
          `  ✓ ${verdict.head.seq} entries, each as it was written. The head is ${verdict.head.seq}:${verdict.head.hash}`,
        )
      } else {
        console.log(`  ✗ entry ${verdict.seq}: ${verdict.why}`)
        process.exitCode = 1
      }
    } finally {
      await database.close()
    }
  })
}

function readHead(args: string[]): Head | null {
  if (args.length === 0) return null
  const [flag, text = ''] = args
  const [seq, hash] = text.split(':')
  const head = kept.safeParse({ seq: Number(seq), hash })
  if (flag !== '--head' || !head.success) throw new WrongEnvironment(USAGE)
  return head.data
}

function readKept(file: string): Head | null {
  if (!existsSync(file)) return null
  const head = kept.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!head.success) throw new WrongEnvironment(`${file} holds no head of the audit: look why, or pass --head.`)
  return head.data
}
