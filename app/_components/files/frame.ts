import type { Attachment } from '#protocol/models.ts'

const WIDTH_MAX = 360
const HEIGHT_MAX = 320
const ROW_HEIGHT = 176

/** The box (px) a picture is drawn in, known before it is there, so that nothing moves. Of several each is as high as the others. */
export function frameOf({ width = WIDTH_MAX, height = HEIGHT_MAX }: Pick<Attachment, 'width' | 'height'>, isAlone: boolean) {
  const scale = Math.min(1, isAlone ? Math.min(WIDTH_MAX / width, HEIGHT_MAX / height) : ROW_HEIGHT / height)
  return {
    width: Math.max(44, Math.round(Math.min(width * scale, WIDTH_MAX))),
    height: Math.max(44, Math.round(height * scale)),
  }
}

/** Least height (px) of a message's files: kept free until what draws them is here. */
export function leastHeight(files: readonly Attachment[]): number {
  const pictures = files.filter((file) => file.width !== undefined)
  const others = files.length - pictures.length
  const first = pictures[0]
  return (first ? frameOf(first, pictures.length === 1).height + 6 : 0) + others * 62
}
