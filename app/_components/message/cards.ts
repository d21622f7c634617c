const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g
const CARDS_MAX = 3

export type CardOf = { roomId: string; seq: number }

/** The messages of this installation that a body links to, outside of code: the first three. */
export function cardsOf(body: string, origin: string): CardOf[] {
  if (!body.includes(`${origin}/r/`)) return []
  const found = new Map<string, CardOf>()
  for (const address of body.replace(CODE, ' ').split(/[\s<>()[\]]+/)) {
    if (!address.startsWith(`${origin}/r/`)) continue
    const match = /^\/r\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\?m=(\d{1,15})$/.exec(address.slice(origin.length))
    if (match?.[1] && match[2]) found.set(address, { roomId: match[1], seq: Number(match[2]) })
  }
  return [...found.values()].slice(0, CARDS_MAX)
}
