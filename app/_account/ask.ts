import { type ProtocolError, Refusal } from '#protocol/errors.ts'

export type Refused = { ok: false; refusal: Refusal }
export type AccountAnswer<Data> = { ok: true; data: Data } | Refused

/** Asks a route about one's account; without a body it is a GET. Never throws: a server that can't be reached is `unavailable`. */
export async function askAccount<Data = Record<string, never>>(path: string, body?: object): Promise<AccountAnswer<Data>> {
  const question: RequestInit = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { cache: 'no-store' }
  const answer = await fetch(`/api/${path}`, question).catch(() => null)
  const json = (await answer?.json().catch(() => null)) as { error?: ProtocolError } | null | undefined
  if (answer?.ok && json) return { ok: true, data: json as Data }
  if (!json?.error) return refused(new Refusal('unavailable', ''))
  const { code, message, ...more } = json.error
  return refused(new Refusal(code, message, more))
}

export const refused = (refusal: Refusal): Refused => ({ ok: false, refusal })
