import type { User } from '#protocol/models.ts'

/** What one writer process is told to do. Times are epoch milliseconds. */
export type Plan = {
  url: string
  seed: number
  /** Which of the writers it is. */
  writer: number
  until: number
  people: User[]
  hot: string[]
  warm: string[]
  cold: string[]
  races: Race[]
}

/** One id that all writers send at one moment: which author (an index of `people`) and room each of them takes. */
export type Race = { id: string; at: number; authors: number[]; rooms: string[] }

/** What a writer was told is stored. */
export type Ack = { roomId: string; id: string; authorId: string; seq: number; rev: number }

/** What happened since the last report. `errors` are those that no caller should ever see. */
export type Report = { acks: Ack[]; refused: Record<string, number>; errors: string[] }
