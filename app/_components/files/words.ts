import { locale, say } from '#app/_words/say.ts'
import type { Attachment } from '#protocol/models.ts'

export type FileKind = 'picture' | 'video' | 'sound' | 'pdf' | 'text' | 'other'

/** How a file is shown, by what it was found to be. */
export function kindOf({ type, width }: Pick<Attachment, 'type' | 'width'>): FileKind {
  if (type.startsWith('image/')) return width === undefined ? 'other' : 'picture'
  if (type.startsWith('video/')) return 'video'
  if (type.startsWith('audio/')) return 'sound'
  if (type === 'application/pdf') return 'pdf'
  return type === 'text/plain' ? 'text' : 'other'
}

/** Where a file is had, by whoever may. */
export const filePath = (id: string, as?: 'thumb' | 'download') => `/api/files/${id}${as ? `?${as}` : ''}`

const units = () => [say.common.bytes, say.common.kb, say.common.mb, say.common.gb]

/** `1.2 MB`: of a thousand, as disks and the settings count. */
export function bytesInWords(bytes: number): string {
  const power = Math.min(units().length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const amount = bytes / 1_000 ** power
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: amount < 10 && power > 0 ? 1 : 0 }).format(amount)} ${units()[power]}`
}
