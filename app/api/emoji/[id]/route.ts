import { answer } from '#app/_server/answer.ts'
import { pageDatabase } from '#app/_server/database.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import { Refusal } from '#protocol/errors.ts'
import { id as idSchema } from '#protocol/scalars.ts'
import { findPicture } from '#server/core/emoji/emoji.ts'
import { queryOn } from '#server/database/transaction.ts'

/** A year: the picture of an id never changes. */
const KEPT = 'private, max-age=31536000, immutable'

/** `GET /api/emoji/<id>`: the picture of a custom emoji, for whoever is signed in. 401 without a session, 404 when it is not there. */
export const GET = (_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  answer(async () => {
    await requireViewer()
    const { id } = await params
    const picture = idSchema.safeParse(id).success ? await findPicture(queryOn(pageDatabase().pool), id) : null
    if (picture === null) throw new Refusal('not_found', 'There is no such emoji.')
    return new Response(new Uint8Array(picture), {
      headers: { 'Content-Type': 'image/webp', 'Cache-Control': KEPT, 'Content-Disposition': 'inline' },
    })
  })
