import { Refusal } from '#protocol/errors.ts'
import { EMOJI_IMAGE_MAX_BYTES } from '#protocol/limits.ts'
import { pictureKind } from '../pictures/kind.ts'
import { readingPicture } from '../pictures/reading.ts'

/** Greatest width and height drawn, in pixels: four times what a line of text is high. */
const SIZE = 128
/** Pixels of all frames together. */
const LIMITS = { frames: 100, pixels: 16_777_216 }
const TIMEOUT_SECONDS = 5

/**
 * A PNG, GIF, WebP or JPEG made anew as a small WebP, moving if it moves: nothing of what was uploaded but its pixels is kept.
 * Refuses `too_large` (over 64 KB, 100 frames or 16 megapixels) and `invalid` (anything else, or broken) [X4].
 */
export async function makePicture(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > EMOJI_IMAGE_MAX_BYTES)
    throw new Refusal('too_large', `A picture has at most ${EMOJI_IMAGE_MAX_BYTES / 1024} KB.`)
  if (!pictureKind(bytes)) throw notAPicture()
  return readingPicture(bytes, LIMITS, { broken: notAPicture, tooMuch }, (open, { pages }) =>
    (pages > 1 ? open(true) : open(false).autoOrient())
      .resize(SIZE, SIZE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 88 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer(),
  )
}

const tooMuch = () => new Refusal('too_large', `A picture has at most ${LIMITS.frames} frames and 16 megapixels.`)
const notAPicture = () =>
  new Refusal('invalid', 'This is no PNG, GIF, WebP or JPEG that can be read.', { fields: { image: 'can’t be read' } })
