import { answer, json } from '#app/_server/answer.ts'
import { renewCookie } from '#app/_server/renew-cookie.ts'
import { requireToken } from '#app/_server/socket-token.ts'

/** `GET /api/socket-token`: what a client needs to connect. 401 without a session, 403 when banned. */
export const GET = (): Promise<Response> =>
  answer(async () => {
    const token = await requireToken()
    await renewCookie()
    return json(token)
  })
