import type { Attachment } from '#protocol/models.ts'
import type { Flag } from './tokens.ts'

/** A message as the index takes it in. */
export type IndexedRow = {
  room_id: string
  seq: number
  law_id: string
  in_thread: boolean
  author_id: string
  created_at: Date
  body: string
  pinned: boolean
  /** People, groups, and the zero id for everybody. */
  mentioned: string[]
  /** Deleted or hidden, or said by the product itself: it can't be found. */
  gone: boolean
  reacted: boolean
  files: Pick<Attachment, 'name' | 'type' | 'alt'>[] | null
}

const LINK = /https?:\/\/\S/i
const CODE = /`[^`\n]+`|^(```|~~~)/m

export function flagsOf(row: IndexedRow): Flag[] {
  const types = (row.files ?? []).map((file) => file.type)
  const has: Record<Flag, boolean> = {
    link: LINK.test(row.body),
    code: CODE.test(row.body),
    file: types.length > 0,
    image: types.some((type) => type.startsWith('image/')),
    reaction: row.reacted,
    pin: row.pinned,
    thread: row.in_thread,
  }
  return (Object.keys(has) as Flag[]).filter((flag) => has[flag])
}

/** What of a file is searched: its name, and what describes it. */
export const wordsOfFile = ({ name, alt = '' }: Pick<Attachment, 'name' | 'alt'>): string => `${name}\n${alt}`

/** What of a message is searched. */
export const wordsOf = ({ body, files }: Pick<IndexedRow, 'body' | 'files'>): string =>
  [body, ...(files ?? []).map(wordsOfFile)].join('\n')
