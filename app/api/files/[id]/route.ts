import { answer } from '#app/_server/answer.ts'
import { pageDatabase } from '#app/_server/database.ts'
import { pageEnv } from '#app/_server/env.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import { id as idSchema } from '#protocol/scalars.ts'
import { noSuchFile, type Purpose, signAddress } from '#server/core/files/address.ts'
import { requireGiven } from '#server/core/files/find.ts'
import { queryOn } from '#server/database/transaction.ts'

/**
 * `GET /api/files/<id>`, with `?thumb` its small picture and with `?download` to be saved: looks whether the viewer may have it now,
 * and leads to an address of the socket host that is good for 60 s [E1]. 401 without a session; 404 when it is not theirs or not there.
 */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  answer(async () => {
    const { user } = await requireViewer()
    const { id } = await params
    if (!idSchema.safeParse(id).success) throw noSuchFile()
    const file = await requireGiven(queryOn(pageDatabase().pool), id, user)
    const { searchParams } = new URL(request.url)
    const purpose: Purpose =
      searchParams.has('thumb') && file.thumb ? 'thumb' : searchParams.has('download') ? 'download' : 'file'
    const { NEXTAUTH_SECRET, SOCKET_URL } = pageEnv()
    const address = signAddress(NEXTAUTH_SECRET, { id, purpose, session: '' })
    const host = SOCKET_URL?.replace(/\/+$/, '').replace(/^ws/, 'http') ?? ''
    return new Response(null, { status: 302, headers: { Location: `${host}${address}`, 'Cache-Control': 'no-store' } })
  })
