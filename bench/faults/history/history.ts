import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Event, Happening } from './event.ts'

export type History = {
  events: readonly Event[]
  note(happening: Happening): void
  /** Writes it as JSON, an event a line. */
  write(file: string): void
}

export function createHistory(): History {
  const events: Event[] = []
  return {
    events,
    note: (happening) => void events.push({ t: Date.now(), ...happening }),
    write(file) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`)
    },
  }
}

/** Names a body without repeating it. */
export const hashOf = (body: string): string => createHash('sha1').update(body).digest('base64url').slice(0, 12)
