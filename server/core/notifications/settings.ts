import type { NotifySettings } from '#protocol/notifications.ts'
import type { Query } from '#server/database/transaction.ts'

type Row = { preview: boolean; quiet_from: number | null; quiet_to: number | null; time_zone: string }

/** What counts until somebody chooses. */
const USUAL: NotifySettings = { preview: true, quiet: null, timeZone: 'UTC' }

/** How a person wants to be told. */
export async function readNotifySettings(query: Query, userId: string): Promise<NotifySettings> {
  const [row] = await query<Row>('SELECT preview, quiet_from, quiet_to, time_zone FROM notify_settings WHERE user_id = $1', [
    userId,
  ])
  return row ? toSettings(row) : USUAL
}

export const toSettings = (row: Row): NotifySettings => ({
  preview: row.preview,
  quiet: row.quiet_from === null || row.quiet_to === null ? null : { from: row.quiet_from, to: row.quiet_to },
  timeZone: row.time_zone,
})

/** Replaces how a person wants to be told. */
export const setNotifySettings = (query: Query, userId: string, { preview, quiet, timeZone }: NotifySettings) =>
  query(
    `INSERT INTO notify_settings (user_id, preview, quiet_from, quiet_to, time_zone) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (user_id) DO UPDATE SET preview = excluded.preview, quiet_from = excluded.quiet_from,
       quiet_to = excluded.quiet_to, time_zone = excluded.time_zone`,
    [userId, preview, quiet?.from ?? null, quiet?.to ?? null, timeZone],
  )
