import { answer, json } from '#app/_server/answer.ts'
import { pageDatabase } from '#app/_server/database.ts'
import { pageEnv } from '#app/_server/env.ts'
import { readJson } from '#app/_server/read-json.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import { Refusal } from '#protocol/errors.ts'
import { acceptance } from '#protocol/invites.ts'
import { acceptInvite } from '#server/core/invites/accept.ts'

/** `POST /api/invites/accept`: whoever is signed in joins the rooms of an invite, `{ roomId }`, null where it has none. */
export const POST = (request: Request): Promise<Response> =>
  answer(async () => {
    const { user } = await requireViewer()
    const parsed = acceptance.safeParse(await readJson(request))
    if (!parsed.success) throw new Refusal('invalid', 'Check the link.')
    return json({ roomId: await acceptInvite(pageDatabase().pool, user, parsed.data.token, pageEnv().INVITES_MADE_BY) })
  })
