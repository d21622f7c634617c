import { Refusal } from '#protocol/errors.ts'
import { AVATAR_MAX_BYTES } from '#protocol/limits.ts'
import { pictureKind } from '../pictures/kind.ts'
import { readingPicture } from '../pictures/reading.ts'

/** Width and height, in pixels: twice what the greatest one is drawn with, on a dense screen. */
const SIZE = 256
const LIMITS = { frames: 100, pixels: 16_777_216 }
const TIMEOUT_SECONDS = 5

/**
 * A PNG, GIF, WebP or JPEG made anew as a square WebP that stands still: its middle, and nothing of what was uploaded but its
 * pixels. Refuses `too_large` (over 128 KB or 16 megapixels) and `invalid` (anything else, or broken) [I2].
 */
export async function makeAvatar(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > AVATAR_MAX_BYTES) throw new Refusal('too_large', `A picture has at most ${AVATAR_MAX_BYTES / 1024} KB.`)
  if (!pictureKind(bytes)) throw notAPicture()
  return readingPicture(bytes, LIMITS, { broken: notAPicture, tooMuch }, (open) =>
    open(false)
      .autoOrient()
      .resize(SIZE, SIZE, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 85 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer(),
  )
}

const tooMuch = () => new Refusal('too_large', `A picture has at most ${LIMITS.frames} frames and 16 megapixels.`)
const notAPicture = () =>
  new Refusal('invalid', 'This is no PNG, GIF, WebP or JPEG that can be read.', { fields: { avatar: 'can’t be read' } })
