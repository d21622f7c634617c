const NAMED: Record<string, string> = { good: '🟩', warning: '🟨', danger: '🟥' }
/** Where a hue, in degrees, ends. */
const HUES: readonly [to: number, sign: string][] = [
  [15, '🟥'],
  [40, '🟧'],
  [70, '🟨'],
  [165, '🟩'],
  [260, '🟦'],
  [320, '🟪'],
  [360, '🟥'],
]
/** Below this chroma a colour is grey, and means nothing. */
const GREY = 40

/** An attachment's colour as a sign of nearly that colour: words can't be drawn in colours. Empty where it says nothing. */
export function signOfColour(colour = ''): string {
  const named = NAMED[colour.trim().toLowerCase()]
  if (named) return named
  const hex = /^#?([0-9a-f]{6})$/i.exec(colour.trim())?.[1]
  if (!hex) return ''
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  const most = Math.max(r, g, b)
  const chroma = most - Math.min(r, g, b)
  if (chroma < GREY) return ''
  const sixth = most === r ? ((g - b) / chroma + 6) % 6 : most === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4
  return HUES.find(([to]) => sixth * 60 <= to)?.[1] ?? ''
}
