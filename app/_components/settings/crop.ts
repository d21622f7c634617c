/** Width and height of what is sent, in pixels: twice what is kept. */
const SIZE = 512

/** The middle of a picture as a square JPEG; null for what the browser can't read. */
export async function cropped(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  const canvas = document.createElement('canvas')
  canvas.width = SIZE
  canvas.height = SIZE
  const context = canvas.getContext('2d')
  if (!context || !picture) return null
  const side = Math.min(picture.width, picture.height)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, SIZE, SIZE)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIZE, SIZE)
  picture.close()
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.88))
}
