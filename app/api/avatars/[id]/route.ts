import { answer } from '#app/_server/answer.ts'
import { pageDatabase } from '#app/_server/database.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import { Refusal } from '#protocol/errors.ts'
import { id as idSchema } from '#protocol/scalars.ts'
import { findAvatar } from '#server/core/people/profile.ts'
import { queryOn } from '#server/database/transaction.ts'

/** A year: another picture of a person has another id. */
const KEPT = 'private, max-age=31536000, immutable'

/** `GET /api/avatars/<id>`: the picture of a person, for whoever is signed in. 401 without a session, 404 when it is not there. */
export const GET = (_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  answer(async () => {
    await requireViewer()
    const { id } = await params
    const picture = idSchema.safeParse(id).success ? await findAvatar(queryOn(pageDatabase().pool), id) : null
    if (picture === null) throw new Refusal('not_found', 'There is no such picture.')
    return new Response(new Uint8Array(picture), {
      headers: { 'Content-Type': 'image/webp', 'Cache-Control': KEPT, 'Content-Disposition': 'inline' },
    })
  })
