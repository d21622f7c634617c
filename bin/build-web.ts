import { ensureBuild } from './build.ts'
import { ensureClient } from './generate.ts'

/** `npm run build`: the pages alone, for hosts that run Next themselves, and for images. It needs no setting, no database and no Redis. */
export async function main(): Promise<void> {
  await ensureClient()
  await ensureBuild(process.env as Record<string, string>)
}
