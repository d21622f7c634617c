import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { answer, refusal } from '#app/_server/answer.ts'
import { authOptions, type SignInOutcome } from '#app/_server/auth.ts'
import { inviteInCookies } from '#app/_server/invited.ts'
import { readBody } from '#app/_server/read-json.ts'
import { isOwnRequest, readAsked } from '#app/_server/request.ts'
import { Refusal } from '#protocol/errors.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth's own routes: csrf, providers, sign-in, callbacks, session, sign-out. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  return answer(async () => {
    const { nextauth } = await context.params
    // next-auth writes whatever is posted there into the log.
    if (nextauth[0] === '_log') throw new Refusal('not_found', 'There is nothing here.')
    if (request.method === 'POST' && !isOwnRequest(request.headers))
      throw new Refusal('forbidden', 'This request came from another site.')
    const outcome: SignInOutcome = { refusal: null }
    const options = authOptions(readAsked(request.headers), outcome, inviteInCookies(request.cookies))
    const bounded = request.method === 'POST' ? await withSmallBody(request) : request
    return withWait(await NextAuth(bounded, context, options).catch(refuseMalformed), outcome)
  })
}

/** next-auth reads whatever length is posted: what it gets was read before, up to 16 KB. */
async function withSmallBody(request: NextRequest): Promise<NextRequest> {
  const body = await readBody(request)
  const { url, method, headers } = request
  return new NextRequest(url, { method, headers, ...(body === '' ? {} : { body }) })
}

/** next-auth throws what it can't read: a body that is not JSON, a Host that is no host. */
function refuseMalformed(error: unknown): never {
  const isMalformed = error instanceof SyntaxError || (error as { code?: string }).code === 'ERR_INVALID_URL'
  throw isMalformed ? new Refusal('invalid', 'This request can’t be read.') : error
}

/** Tells the wait in the way of HTTP too, where a program signs in. */
function withWait(response: Response, outcome: SignInOutcome): Response {
  const wait = outcome.refusal?.more.retryAfterMs
  if (wait === undefined || response.headers.has('Location')) return response
  const headers = new Headers(response.headers)
  const told = refusal(outcome.refusal!)
  // The session may stand all the same: next-auth took its cookie away because it could not be looked up.
  if (outcome.refusal!.code === 'unavailable') headers.delete('Set-Cookie')
  headers.set('Retry-After', told.headers.get('Retry-After') ?? '1')
  return new Response(response.body, { status: told.status, headers })
}

export { handle as GET, handle as POST }
