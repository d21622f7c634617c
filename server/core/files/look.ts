import { Refusal } from '#protocol/errors.ts'
import { pictureKind } from '../pictures/kind.ts'
import { endingOf, withEnding } from './name.ts'
import { type MadePicture, PICTURE_BYTES_MAX, remakePicture, tooLargePicture } from './picture.ts'
import { lieOf, sniff } from './sniff.ts'

export type Looked = {
  type: string
  name: string
  /** Makes it anew; absent for what is no picture. */
  picture?: (bytes: Buffer) => Promise<MadePicture>
}

const ENDINGS = { png: /^\.png$/, jpeg: /^\.(jpe?g|jfif|pjpeg)$/, gif: /^\.gif$/, webp: /^\.webp$/ }
const ENDING = { png: '.png', jpeg: '.jpg', gif: '.gif', webp: '.webp' }

/** What a file is by its first bytes. Refuses `invalid` for one that lies about it, or that can't be cleared of what it tells [E2, E3]. */
export function look(name: string, head: Buffer): Looked {
  const found = sniff(head)
  if ('unclear' in found)
    throw new Refusal(
      'invalid',
      `“${name}” is a ${found.unclear} picture, which can’t be shown here, and may tell where it was taken. Save it as JPEG or PNG, or send it inside a ZIP file.`,
    )
  const lie = lieOf(name, found)
  if (lie)
    throw new Refusal(
      'invalid',
      `“${name}” is not the ${lie} its name says. Give it the ending of what it is, or send it inside a ZIP file.`,
    )
  const kind = pictureKind(head)
  if (!kind) return { type: found.type, name }
  // A picture of another format than its name says is common and harmless: its name follows.
  const named = ENDINGS[kind].test(endingOf(name)) ? name : withEnding(name, ENDING[kind])
  return { type: found.type, name: named, picture: (bytes) => remakePicture(name, kind, bytes) }
}

/** Refuses `too_large` for a file that is too many bytes to be read as a picture. */
export function requirePicture(name: string, size: number): void {
  if (size > PICTURE_BYTES_MAX) throw tooLargePicture(name)
}
