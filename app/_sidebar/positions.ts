import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

type Placed = { id: string; position?: string | undefined }

/** A place is not longer than this; past it a list is spread anew. */
const POSITION_MAX = 64

/**
 * The places to give so that `moved` stands at `index` of a list whose others are in this order; places decide, and what has
 * none stands behind. One where that is enough, else as many as it takes.
 */
export function placesFor(others: readonly Placed[], moved: Placed, index: number): { id: string; position: string }[] {
  const one = between(others, index)
  if (one) return [{ id: moved.id, position: one }]
  const order = [...others.slice(0, index), moved, ...others.slice(index)]
  const last = Math.max(
    index,
    order.findLastIndex((item) => item !== moved && item.position !== undefined),
  )
  const keys = generateNKeysBetween(null, null, last + 1)
  return order.slice(0, last + 1).flatMap((item, at) => {
    const position = keys[at] as string
    return item !== moved && item.position === position ? [] : [{ id: item.id, position }]
  })
}

/** A place between two, or null where these leave none, as two devices can make it. */
export function placeBetween(before: string | null, after: string | null): string | null {
  try {
    const key = generateKeyBetween(before, after)
    return key.length > POSITION_MAX ? null : key
  } catch {
    return null
  }
}

function between(others: readonly Placed[], index: number): string | null {
  const before = others.slice(0, index)
  const isInOrder = before.every(
    ({ position }, at) => position !== undefined && (at === 0 || position > (before[at - 1]?.position ?? '')),
  )
  if (!isInOrder) return null
  return placeBetween(before.at(-1)?.position ?? null, others[index]?.position ?? null)
}
