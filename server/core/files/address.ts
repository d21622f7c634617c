import { createHmac } from 'node:crypto'
import { Refusal } from '#protocol/errors.ts'
import { deriveKey, isSameText } from '../sessions/keys.ts'

/** How long an address is good, in ms: to give a file to whoever was just found to be allowed [E1], and to put one. */
const GET_MS = 60_000
const PUT_MS = 600_000
/** Addresses of one file are the same for this long, so that a browser need not fetch it again. */
const SAME_MS = 30_000

/** `put` names the session that may; the others are for whoever has the address, as long as it is good. */
export type Purpose = 'put' | 'file' | 'thumb' | 'download'
export type Addressed = { id: string; purpose: Purpose; session: string }

const PURPOSES: ReadonlySet<string> = new Set<Purpose>(['put', 'file', 'thumb', 'download'])

const sign = (secret: string, { id, purpose, session }: Addressed, until: number): string =>
  createHmac('sha256', deriveKey(secret, 'file address')).update(`${purpose} ${id} ${session} ${until}`).digest('base64url')

/** A path of the socket host at which a file is given or taken for a while, by whoever knows it. */
export function signAddress(secret: string, of: Addressed, now = Date.now()): string {
  const until = of.purpose === 'put' ? now + PUT_MS : Math.floor(now / SAME_MS) * SAME_MS + GET_MS
  const query = new URLSearchParams({ for: of.purpose, until: String(until), by: of.session, sign: sign(secret, of, until) })
  return `/files/${of.id}?${query}`
}

const PATH = /^\/files\/([0-9a-f-]{36})$/

/** What an address says, when it was signed here and is still good. Refuses `not_found` and, for one that ended, `token_expired`. */
export function readAddress(secrets: readonly (string | undefined)[], address: string, now = Date.now()): Addressed {
  const { pathname, searchParams } = new URL(address, 'http://files.invalid')
  const id = PATH.exec(pathname)?.[1]
  const purpose = searchParams.get('for') ?? ''
  const until = Number(searchParams.get('until'))
  if (!id || !PURPOSES.has(purpose)) throw noSuchFile()
  const of: Addressed = { id, purpose: purpose as Purpose, session: searchParams.get('by') ?? '' }
  const shown = searchParams.get('sign') ?? ''
  if (!secrets.some((secret) => secret !== undefined && isSameText(shown, sign(secret, of, until)))) throw noSuchFile()
  if (until < now) throw new Refusal('token_expired', 'This address has ended. Ask for the file again.')
  return of
}

export const noSuchFile = () => new Refusal('not_found', 'There is no such file.')
