import { createTurns } from '../messages/log/turns.ts'

/** One at a time: a picture may take hundreds of megabytes while it is read. */
const turns = createTurns(1)

export type PictureLimits = { frames: number; pixels: number }

/** What is known of a picture before it is read whole. */
export type Opened = { pages: number; width: number; height: number }

/**
 * Has `work` read a picture, in turn. `tooMuch` is thrown beyond the limits (frames, and pixels of all of them together), and
 * `broken` for whatever can't be read.
 */
export const readingPicture = <Result>(
  bytes: Buffer,
  limits: PictureLimits,
  refused: { broken: () => Error; tooMuch: () => Error },
  work: (open: (animated: boolean) => import('sharp').Sharp, of: Opened) => Promise<Result>,
): Promise<Result> =>
  turns.inTurn(async () => {
    const { default: sharp } = await import('sharp')
    sharp.cache(false)
    const broken = (): never => {
      throw refused.broken()
    }
    const { pages = 1, width, height } = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata().catch(broken)
    if (pages > limits.frames || width * height * pages > limits.pixels) throw refused.tooMuch()
    const open = (animated: boolean) => sharp(bytes, { animated, limitInputPixels: limits.pixels, failOn: 'error' })
    return work(open, { pages, width, height }).catch(broken)
  })
