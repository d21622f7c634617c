const starts = (bytes: Buffer, sign: string, at = 0) => bytes.toString('latin1', at, at + sign.length) === sign

/** A picture that is read here, by its first bytes, whatever anybody calls it. Nothing else ever reaches a decoder [X4, E3]. */
export function pictureKind(bytes: Buffer): 'png' | 'jpeg' | 'gif' | 'webp' | null {
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'png'
  if (starts(bytes, '\xff\xd8\xff')) return 'jpeg'
  if (starts(bytes, 'GIF87a') || starts(bytes, 'GIF89a')) return 'gif'
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'webp'
  return null
}
