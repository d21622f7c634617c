import { LogOut } from 'lucide-react'
import { Dot } from '#app/_components/ui/dot.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { deviceInWords } from '#app/_words/device.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import { agoInWords, fullTime, shortTime } from '#app/_words/time.ts'
import type { User } from '#protocol/models.ts'
import type { OpenConnection } from '#protocol/sessions.ts'

type Props = { connection: OpenConnection; user: User | undefined; host: string | undefined; onEnd: () => void }

/** One open connection: whose, on what and from where, on which node and since when. */
export function ConnectionLine({ connection, user, host, onEnd }: Props) {
  const now = new Date()
  const since = new Date(connection.since)
  return (
    <li className="grid grid-cols-[1.15fr_1fr_1fr_2rem] items-center gap-x-4 gap-y-1 border-line py-2.5 not-first:border-t narrow:grid-cols-[1fr_2.75rem]">
      <div className="flex min-w-0">
        {user && (
          <PersonLine user={user}>
            {connection.current && (
              <span className="shrink-0 rounded-md bg-tint px-1.5 text-[0.75rem] leading-5 font-medium text-accent">
                {say.dialogs.you}
              </span>
            )}
          </PersonLine>
        )}
      </div>
      <div className="flex min-w-0 flex-col text-meta narrow:col-start-1 narrow:flex-row narrow:gap-2 narrow:ps-9.5">
        <span className="truncate">{deviceInWords(connection.device)}</span>
        <span className="truncate text-soft">
          {connection.address}
          {connection.transport === 'polling' && say.dialogs.longPolling}
        </span>
      </div>
      <div className="flex min-w-0 flex-col text-meta narrow:col-start-1 narrow:ps-9.5">
        <span className="flex items-center gap-1.5">
          <Dot faint={connection.hidden} />
          <span className="truncate">
            {connection.hidden ? say.dialogs.hiddenActive : say.dialogs.active}{' '}
            {agoInWords(new Date(connection.lastActiveAt), now)}
          </span>
        </span>
        <span className="truncate text-soft">
          {filled(
            say.dialogs.since,
            <time key="since" dateTime={connection.since} title={fullTime(since)}>
              {shortTime(since, now)}
            </time>,
            `${host ?? say.dialogs.aNode} ${connection.node?.slice(0, 6) ?? ''}`,
          )}
        </span>
      </div>
      <div className="narrow:col-start-2 narrow:row-start-1">
        {connection.mayEnd && !connection.current && (
          <IconButton label={say.dialogs.signOut(user?.displayName ?? '')} onClick={onEnd}>
            <LogOut size={16} />
          </IconButton>
        )}
      </div>
    </li>
  )
}
