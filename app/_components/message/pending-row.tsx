'use client'

import { CircleAlert } from 'lucide-react'
import { memo } from 'react'
import type { PendingRow } from '#app/_components/timeline/rows.ts'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useNow } from '#app/_hooks/now.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { inWords } from '#app/_markdown/in-words.ts'
import { saidInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { clockTime } from '#app/_words/time.ts'
import { waitInWords } from '#app/_words/wait.ts'
import { Drawn } from './drawn.tsx'
import { QuoteLine } from './quote-line.tsx'

const PendingFiles = fetched(
  () => import('#app/_components/files/on-their-way.ts').then((module) => module.PendingFiles),
  'files',
)

type Props = { entry: PendingRow['entry']; head: boolean; focusable: boolean }

/** A message written here that is not in the room yet: on its way at 60% ink, or failed with a mark and what can be done. */
export const PendingRowView = memo(function PendingRowView({ entry, head, focusable }: Props) {
  const viewer = useViewer()
  const at = new Date(entry.writtenAt)
  const failed = entry.state === 'failed'
  return (
    <article
      aria-label={`${viewer.displayName}, ${stateInWords(entry.state)}: ${inWords(entry.body, 400)}`}
      tabIndex={focusable ? 0 : -1}
      className={`relative flex gap-3 px-5 narrow:px-3.5 ${head ? 'pt-2 pb-0.5 compact:pt-1 compact:pb-0' : 'py-0.5 compact:py-0'} focus-visible:-outline-offset-2`}
    >
      {failed && <span aria-hidden="true" className="absolute inset-y-0.5 start-0 w-[3px] rounded-e bg-danger-fill" />}
      <div className="w-9 shrink-0">
        {head && (
          <span className="block pt-0.5">
            <Avatar user={viewer} id={viewer.id} size={36} />
          </span>
        )}
      </div>
      <div className="min-w-0 max-w-[76ch] flex-1">
        {entry.replyToId !== undefined && <QuoteLine roomId={entry.roomId} messageId={entry.replyToId} />}
        {head && (
          <p className="flex items-baseline gap-2">
            <bdi className="truncate font-semibold">{viewer.displayName}</bdi>
            <time dateTime={at.toISOString()} className="text-[0.75rem] text-soft">
              {clockTime(at)}
            </time>
          </p>
        )}
        <div className={`md ${failed ? '' : 'opacity-60'}`} dir="auto">
          <Drawn source={entry.body} />
        </div>
        {'fileIds' in entry && entry.fileIds && <PendingFiles entry={entry} />}
        {'confirm' in entry && entry.confirm && <p className="text-meta text-soft">{say.message.asksForConfirmation}</p>}
        <State entry={entry} />
      </div>
    </article>
  )
})

const stateInWords = (state: PendingRow['entry']['state']) =>
  ({
    queued: say.message.waitingToSend,
    sending: say.message.sending,
    failed: say.message.notSent,
    held: say.message.waitingForAModerator,
  })[state]

function State({ entry }: { entry: PendingRow['entry'] }) {
  const chat = useChat()
  const retryAt = entry.state === 'queued' ? entry.error?.retryAt : undefined
  const now = useNow(500, retryAt !== undefined)
  if (entry.state === 'held') return <p className="text-meta text-soft">{say.message.waitingForAModeratorOnly}</p>
  if (entry.state === 'failed') {
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-danger">
        <span className="flex items-center gap-1.5">
          <CircleAlert size={14} aria-hidden="true" /> {say.message.notSent2}{' '}
          <bdi>{entry.error && saidInWords(entry.error.message, entry.error.code)}</bdi>
        </span>
        <button
          type="button"
          onClick={() => chat.retry(entry.id)}
          className="rounded font-medium underline underline-offset-2 hover:no-underline"
        >
          {say.message.retry}
        </button>
        <button
          type="button"
          onClick={() => chat.discard(entry.id)}
          className="rounded font-medium underline underline-offset-2 hover:no-underline"
        >
          {say.message.discard}
        </button>
      </p>
    )
  }
  if (retryAt === undefined || retryAt <= now) return null
  const wait = waitInWords(retryAt - now)
  return (
    <p className="tabular text-meta text-soft">
      {entry.error?.code === 'slow_mode' ? say.message.slowSentIn(wait) : say.message.sentIn(wait)}
    </p>
  )
}
