import type { Attachment } from '#protocol/models.ts'

export type Part = { key: string; size: number }

export type FileRow = {
  id: string
  room_id: string
  message_id: string | null
  uploaded_by: string
  name: string
  type: string
  size: number
  width: number | null
  height: number | null
  blur: string | null
  alt: string | null
  held_for: string | null
  received: number
  parts: Part[]
  thumb: string | null
  ready_at: Date | null
  removed_at: Date | null
}

export const fileColumns =
  'a.id, a.room_id, a.message_id, a.uploaded_by, a.name, a.type, a.size, a.width, a.height, a.blur, a.alt, a.held_for, a.received, a.parts, a.thumb, a.ready_at, a.removed_at'

/** As `parley_send_files` writes it into its message. */
export const toAttachment = ({ id, name, type, size, width, height, blur, alt }: FileRow): Attachment => ({
  ...{ id, name, type, size },
  ...(width === null ? {} : { width }),
  ...(height === null ? {} : { height }),
  ...(blur === null ? {} : { blur }),
  ...(alt === null ? {} : { alt }),
})

/** Of one file everything lies in one folder; the folders are spread over 256 others. */
export const folderOf = (id: string): string => `${id.slice(-2)}/${id}/`
