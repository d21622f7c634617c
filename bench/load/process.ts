import { type Crowd, createCrowd, type Joined, type Member, type Ran, type Run } from './crowd.ts'
import type { System } from './dialects.ts'

/** The load client's process: does what it is asked, one thing at a time. */
export type Asked = { ask: number } & (
  | { what: 'join'; system: System; port: number; members: Member[]; withinMs: number }
  | { what: 'run'; system: System; run: Run }
)
export type Told =
  | { ask: number; mark: 'begin' | 'end' }
  | { ask: number; joined: Joined }
  | { ask: number; ran: Ran }
  | { ask: number; failed: string }

const crowds = new Map<System, Crowd>()
const tell = (told: Told) => void process.send?.(told)

// Nothing else keeps this process before the first connection.
process.channel?.ref()
process.on('message', (asked: Asked) => {
  work(asked).catch((error: unknown) => tell({ ask: asked.ask, failed: error instanceof Error ? error.message : String(error) }))
})

async function work(asked: Asked) {
  const { ask } = asked
  if (asked.what === 'join') {
    const crowd = crowds.get(asked.system) ?? createCrowd(asked.system, asked.port)
    crowds.set(asked.system, crowd)
    tell({ ask, joined: await crowd.join(asked.members, asked.withinMs) })
    return
  }
  const crowd = crowds.get(asked.system)
  if (!crowd) throw new Error(`nobody joined ${asked.system}`)
  for (const other of crowds.values()) other.refresh()
  tell({ ask, ran: await crowd.run(asked.run, (mark) => tell({ ask, mark })) })
}
