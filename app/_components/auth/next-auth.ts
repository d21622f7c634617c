/**
 * next-auth's own requests, by hand: its browser package would be a tenth of what the sign-in page loads.
 * Each form needs the token that `/api/auth/csrf` gives.
 */
async function post(path: string, form: Record<string, string>): Promise<{ ok: boolean; url: string | null }> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()) as { csrfToken: string }
  const answer = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-auth-return-redirect': '1' },
    body: new URLSearchParams({ ...form, csrfToken, json: 'true' }),
  })
  const json: unknown = await answer.json().catch(() => null)
  const url = typeof json === 'object' && json !== null && 'url' in json && typeof json.url === 'string' ? json.url : null
  return { ok: answer.ok, url }
}

/** Asks for a session, by name and password or by what was handed out for a further step. Gives null when there is one now, otherwise next-auth's code. Throws when unreachable. */
export async function requestCredentials(form: Record<string, string>): Promise<string | null> {
  const { ok, url } = await post('callback/credentials', { ...form, callbackUrl: '/' })
  const error = url === null ? null : new URL(url, window.location.href).searchParams.get('error')
  return ok && error === null ? null : (error ?? 'CredentialsSignin')
}

/** Goes to a provider's own sign-in, and from there to `returnPath`. */
export async function goToProvider(id: string, returnPath: string): Promise<void> {
  const { url } = await post(`signin/${encodeURIComponent(id)}`, { callbackUrl: new URL(returnPath, window.location.href).href })
  window.location.assign(url ?? '/sign-in?error=unavailable')
}

/** Ends the session of this browser. */
export async function requestSignOut(): Promise<void> {
  await post('signout', { callbackUrl: '/sign-in' })
}
