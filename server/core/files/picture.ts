import { Refusal } from '#protocol/errors.ts'
import { readingPicture } from '../pictures/reading.ts'

/** Greatest width and height of the small picture, in pixels: twice what a message draws. */
const THUMB_SIZE = 800
const BLUR_SIZE = 16
/** Pixels of all frames together. */
const LIMITS = { frames: 500, pixels: 50_000_000 }
/** Of a file that is read as a picture. */
export const PICTURE_BYTES_MAX = 50_000_000
const TIMEOUT_SECONDS = 20

export type MadePicture = { bytes: Buffer; thumb: Buffer; blur: string; width: number; height: number }

/**
 * A picture made anew in its own format, moving if it moves: nothing of it but its pixels is kept. With it a small one, and a tiny
 * one to be drawn until that is there (WebP in base64). Refuses `too_large` (500 frames, 50 megapixels) and `invalid` [E3].
 */
export const remakePicture = (name: string, kind: 'png' | 'jpeg' | 'gif' | 'webp', bytes: Buffer): Promise<MadePicture> =>
  readingPicture(bytes, LIMITS, { broken: () => broken(name), tooMuch: () => tooLargePicture(name) }, async (open, { pages }) => {
    const isMoving = pages > 1
    const timed = { seconds: TIMEOUT_SECONDS }
    const whole = isMoving ? open(true) : open(false).autoOrient()
    const made = await encode(whole, kind).timeout(timed).toBuffer({ resolveWithObject: true })
    const small = open(false).autoOrient().resize(THUMB_SIZE, THUMB_SIZE, { fit: 'inside', withoutEnlargement: true })
    const thumb = await small.webp({ quality: 80 }).timeout(timed).toBuffer()
    const tiny = open(false).autoOrient().resize(BLUR_SIZE, BLUR_SIZE, { fit: 'inside' })
    const blur = await tiny.webp({ quality: 40, alphaQuality: 40 }).timeout(timed).toBuffer()
    const { width, height, pageHeight = height } = made.info
    return { bytes: made.data, thumb, blur: blur.toString('base64'), width, height: isMoving ? pageHeight : height }
  })

function encode(picture: import('sharp').Sharp, kind: 'png' | 'jpeg' | 'gif' | 'webp') {
  switch (kind) {
    case 'png':
      return picture.png()
    case 'jpeg':
      return picture.jpeg({ quality: 88 })
    case 'gif':
      return picture.gif()
    case 'webp':
      return picture.webp({ quality: 88 })
    default: {
      const never: never = kind
      throw new Error(`unknown picture ${String(never)}`)
    }
  }
}

export const tooLargePicture = (name: string) =>
  new Refusal(
    'too_large',
    `“${name}” is too large a picture: at most 50 megapixels, ${LIMITS.frames} frames and ${PICTURE_BYTES_MAX / 1_000_000} MB. Make it smaller, or send it inside a ZIP file.`,
  )
const broken = (name: string) =>
  new Refusal('invalid', `“${name}” can’t be read as a picture: it is damaged. Save it again, or send it inside a ZIP file.`)
