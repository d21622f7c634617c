import { Refusal } from '#protocol/errors.ts'
import { EMOJI_IMAGE_MAX_BYTES } from '#protocol/limits.ts'
import { createTurns } from '../messages/log/turns.ts'

/** Greatest width and height drawn, in pixels: four times what a line of text is high. */
const SIZE = 128
/** Pixels of all frames together. */
const PIXELS_MAX = 16_777_216
const FRAMES_MAX = 100
const TIMEOUT_SECONDS = 5

const starts = (bytes: Buffer, sign: string, at = 0) => bytes.toString('latin1', at, at + sign.length) === sign

/** By its first bytes, whatever anybody calls it. Nothing else ever reaches a decoder. */
const isKnown = (bytes: Buffer): boolean =>
  starts(bytes, '\x89PNG\r\n\x1a\n') ||
  starts(bytes, 'GIF87a') ||
  starts(bytes, 'GIF89a') ||
  starts(bytes, '\xff\xd8\xff') ||
  (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8))

/** One at a time: a picture may take tens of megabytes while it is read. */
const turns = createTurns(1)

/**
 * A PNG, GIF, WebP or JPEG made anew as a small WebP, moving if it moves: nothing of what was uploaded but its pixels is kept.
 * Refuses `too_large` (over 64 KB, 100 frames or 16 megapixels) and `invalid` (anything else, or broken) [X4].
 */
export async function makePicture(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > EMOJI_IMAGE_MAX_BYTES)
    throw new Refusal('too_large', `A picture has at most ${EMOJI_IMAGE_MAX_BYTES / 1024} KB.`)
  if (!isKnown(bytes)) throw notAPicture()
  return turns.inTurn(async () => {
    const { default: sharp } = await import('sharp')
    sharp.cache(false)
    const open = (animated: boolean, limitInputPixels: number | false = PIXELS_MAX) =>
      sharp(bytes, { animated, limitInputPixels, failOn: 'error' })
    const { pages = 1, width, height } = await open(false, false).metadata().catch(refuse)
    if (pages > FRAMES_MAX || width * height * pages > PIXELS_MAX)
      throw new Refusal('too_large', `A picture has at most ${FRAMES_MAX} frames and 16 megapixels.`)
    const read = pages > 1 ? open(true) : open(false).autoOrient()
    return read
      .resize(SIZE, SIZE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 88 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer()
      .catch(refuse)
  })
}

const notAPicture = () =>
  new Refusal('invalid', 'This is no PNG, GIF, WebP or JPEG that can be read.', { fields: { image: 'can’t be read' } })

const refuse = (): never => {
  throw notAPicture()
}
