import { parseArgs } from 'node:util'
import { requests } from '#protocol/requests.ts'
import type { Notices } from '#server/core/notices/notices.ts'
import { WrongEnvironment } from '#server/env.ts'

export const NOTICE_USAGE = `npm run admin -- notice "What everybody is told" [--level info|warning] [--minutes 60]
npm run admin -- end-notices`

/** What an operator wants done about notices to everybody, which answers what came of it; null when the words are about something else. */
export function readNoticeWork(args: string[]): ((notices: Notices) => Promise<string>) | null {
  if (args[0] === 'end-notices') return endAll
  if (args[0] !== 'notice') return null
  const wanted = readNotice(args.slice(1))
  return async (notices) => {
    await notices.post('operator', wanted)
    return 'Everybody is told, and so is whoever comes later.'
  }
}

function readNotice(args: string[]) {
  try {
    const options = { level: { type: 'string', default: 'info' }, minutes: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return requests['notice:post'].payload.parse({
      body: positionals[0],
      level: values.level,
      ...(values.minutes === undefined ? {} : { endsInMinutes: Number(values.minutes) }),
    })
  } catch {
    throw new WrongEnvironment(`This notice can’t be told: it is one line, and the minutes are whole.\n\n${NOTICE_USAGE}`)
  }
}

async function endAll(notices: Notices): Promise<string> {
  const standing = await notices.current()
  for (const { id } of standing) await notices.end('operator', id)
  return `${standing.length} ${standing.length === 1 ? 'notice' : 'notices'} withdrawn.`
}
