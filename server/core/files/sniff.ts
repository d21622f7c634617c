import { pictureKind } from '../pictures/kind.ts'
import { endingOf } from './name.ts'

/** As many bytes of a file's beginning are looked at. */
export const SNIFFED_BYTES = 4_100

const at = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)
const isFrame = (bytes: Buffer) => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2

/** Families of endings that promise to be seen or heard: what does not begin like one of its family lies. */
const PROMISED: Record<string, RegExp> = {
  picture: /^\.(jpe?g|jfif|pjpeg|png|apng|gif|webp|avif|heic|heif|tiff?|bmp|ico)$/,
  video: /^\.(mp4|m4v|mov|webm|mkv|ogv|avi|3gp)$/,
  sound: /^\.(mp3|m4a|aac|ogg|oga|opus|wav|flac|weba)$/,
  PDF: /^\.pdf$/,
}

export type Sniffed =
  /** `family` of what is shown; `other` is only given to be kept. */
  | { type: string; family: 'picture' | 'video' | 'sound' | 'PDF' | 'text' | 'other' }
  /** A picture that can't be cleared of what it says beside its pixels: where it was taken, by whom. */
  | { unclear: 'HEIC' | 'TIFF' | 'AVIF' }

/** What a file is by its first bytes, whatever it is called [E2]. */
export function sniff(head: Buffer): Sniffed {
  const picture = pictureKind(head)
  if (picture) return { type: `image/${picture}`, family: 'picture' }
  if (at(head, 0, 4) === 'II*\0' || at(head, 0, 4) === 'MM\0*') return { unclear: 'TIFF' }
  if (at(head, 4, 8) === 'ftyp') {
    const brand = at(head, 8, 12)
    if (/^(avif|avis)$/.test(brand)) return { unclear: 'AVIF' }
    if (/^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) return { unclear: 'HEIC' }
    if (/^(M4A|M4B)/.test(brand)) return { type: 'audio/mp4', family: 'sound' }
    return { type: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4', family: 'video' }
  }
  if (at(head, 0, 4) === '\x1aE\xdf\xa3') return { type: 'video/webm', family: 'video' }
  if (at(head, 0, 4) === 'OggS')
    return head.includes('theora') ? { type: 'video/ogg', family: 'video' } : { type: 'audio/ogg', family: 'sound' }
  if (at(head, 0, 4) === 'RIFF' && at(head, 8, 12) === 'WAVE') return { type: 'audio/wav', family: 'sound' }
  if (at(head, 0, 4) === 'fLaC') return { type: 'audio/flac', family: 'sound' }
  if (at(head, 0, 3) === 'ID3' || isFrame(head)) return { type: 'audio/mpeg', family: 'sound' }
  if (at(head, 0, 5) === '%PDF-') return { type: 'application/pdf', family: 'PDF' }
  return isText(head) ? { type: 'text/plain', family: 'text' } : { type: 'application/octet-stream', family: 'other' }
}

/** What a name promises by its ending, where the bytes are of another family: `picture`, `video`, `sound` or `PDF`; null for no lie. */
export function lieOf(name: string, { family }: { family: string }): string | null {
  const ending = endingOf(name)
  for (const [promised, endings] of Object.entries(PROMISED)) {
    if (!endings.test(ending) || family === promised) continue
    // Sound and films share their boxes, and what is not known here (AVI, BMP) promises nothing false.
    if (['video', 'sound'].includes(promised) && ['video', 'sound'].includes(family)) return null
    return family === 'other' && /^\.(avi|mkv|3gp|bmp|ico|aac)$/.test(ending) ? null : promised
  }
  return null
}

/** UTF-8 without control characters. The end may cut a character in two. */
function isText(head: Buffer): boolean {
  if (head.length === 0) return false
  const text = new TextDecoder('utf-8').decode(head, { stream: true })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text)
}
