import { File, FileText, Film, Image, Music } from 'lucide-react'
import type { FileKind } from './words.ts'

const ICONS = { picture: Image, video: Film, sound: Music, pdf: FileText, text: FileText, other: File }

/** What kind of file it is, at a glance. */
export function FileIcon({ kind, size = 20 }: { kind: FileKind; size?: number }) {
  const Icon = ICONS[kind]
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-soft" />
}
