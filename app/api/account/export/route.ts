import { accountDeps } from '#app/_server/accounts.ts'
import { answer } from '#app/_server/answer.ts'
import { pageLog } from '#app/_server/log.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import { exportAccount } from '#server/core/accounts/export.ts'
import { countTry, exportLimits } from '#server/core/accounts/limits.ts'
import { queryOn } from '#server/database/transaction.ts'

/** `GET /api/account/export`: everything that is one's own, as a JSON file that is written while it is read. */
export const GET = (): Promise<Response> =>
  answer(async () => {
    const { user } = await requireViewer()
    const { pool } = accountDeps().database
    await countTry(pool, exportLimits(user.id))
    const pieces = exportAccount(queryOn(pool), user.id)
    const bytes = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        try {
          const { done, value } = await pieces.next()
          if (done) stream.close()
          else stream.enqueue(bytes.encode(value))
        } catch (error) {
          // A file that breaks off is no JSON: nobody takes it for whole.
          pageLog().warn({ error }, 'an export broke off')
          stream.error(new Error('the export broke off'))
        }
      },
      cancel: () => void pieces.return(undefined),
    })
    const name = `parley-${new Date().toISOString().slice(0, 10)}.json`
    return new Response(body, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      },
    })
  })
