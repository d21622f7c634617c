'use client'

import { Pin } from 'lucide-react'
import { type KeyboardEvent, memo, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { leastHeight } from '#app/_components/files/frame.ts'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { AuthorPicture, BotMark } from '#app/_components/ui/author-picture.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { useChatState, useUser } from '#app/_hooks/chat.tsx'
import { useSaved } from '#app/_hooks/inbox.ts'
import { useTouch } from '#app/_hooks/media.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { messageInWords } from '#app/_markdown/in-words.ts'
import { authorInWords, authorName } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'
import { clockTime, fullTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'
import { ActionBar } from './action-bar.tsx'
import { Body } from './body.tsx'
import { messageLabel } from './label.ts'
import { QuoteLine } from './quote-line.tsx'
import { Reactions } from './reactions.tsx'
import { SavedMark } from './saved-mark.tsx'
import { ThreadLine } from './thread-line.tsx'
import { useLongPress } from './use-long-press.ts'
import { useMessageActions } from './use-message-actions.tsx'

const Attachments = fetched(() => import('#app/_components/files/attachments.tsx').then((module) => module.Attachments), 'files')
const ConfirmLine = fetched(() => import('./confirm-line.tsx').then((module) => module.ConfirmLine))
const PreviewCard = fetched(() => import('./preview-card.tsx').then((module) => module.PreviewCard))
const EditBox = fetched(() => import('./edit-box.tsx').then((module) => module.EditBox))

type Props = {
  message: Message
  head: boolean
  focusable: boolean
  highlighted: boolean
  /** Only to be read: no actions, no place in the keyboard's walk. */
  quiet?: boolean
}

/** A message as everybody sees it. */
export const MessageRowView = memo(function MessageRowView({ message, head, focusable, highlighted, quiet = false }: Props) {
  const viewer = useViewer()
  const view = useRoomView()
  const dialogs = useDialogs()
  const touch = useTouch()
  const author = useUser(message.authorId)
  const ofMyGroup = useChatState((state) => message.mentions.groupIds.some((id) => state.groups[id]?.mine))
  const [hot, setHot] = useState(false)
  const [open, setOpen] = useState<'menu' | 'emoji' | null>(null)
  const actions = useMessageActions(message, () => setOpen('emoji'))
  const saved = useSaved(message.roomId, message.id)
  const name = authorName(message, author, say.message.unknownPerson)
  const at = new Date(message.createdAt)
  const gone = message.deletedAt !== undefined || message.hiddenAt !== undefined
  const editing = view.editing === message.id
  const mentioned =
    !gone &&
    (message.mentions.userIds.includes(viewer.id) ||
      ((message.mentions.room !== undefined || ofMyGroup) && message.authorId !== viewer.id))
  const press = useLongPress(touch && !quiet, () =>
    dialogs.open({
      name: 'message-sheet',
      actions: actions.list,
      onReact: actions.react,
      preview: messageInWords(message, 60) || name,
    }),
  )

  function onKey(event: KeyboardEvent) {
    if (quiet || event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return
    if (actions.byKey(event.key)) event.preventDefault()
  }

  const tone = highlighted ? 'bg-tint' : mentioned ? 'bg-tint-mine' : hot || open ? 'bg-hover' : ''
  return (
    <article
      data-message={message.id}
      aria-label={messageLabel(message, authorInWords(message, author, name), at)}
      tabIndex={quiet ? undefined : focusable ? 0 : -1}
      onKeyDown={onKey}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setHot(true)}
      onPointerLeave={() => setHot(false)}
      onFocus={() => setHot(true)}
      onMouseDown={(event) => {
        // Whoever was writing goes on: Esc is the room's, not this row's.
        if (event.altKey) event.preventDefault()
      }}
      onClick={(event) => {
        if (!event.altKey || quiet || view.room.role === undefined) return
        event.preventDefault()
        view.markUnread(message)
      }}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setHot(false)}
      {...press}
      className={`group/message relative flex gap-3 px-5 transition-colors duration-180 narrow:px-3.5 ${head ? 'pt-2 pb-0.5 compact:pt-1 compact:pb-0' : 'py-0.5 compact:py-0'} ${tone} focus-visible:-outline-offset-2`}
    >
      <div className="w-9 shrink-0 select-none">
        {head ? (
          <span className="block pt-0.5">
            <AuthorPicture message={message} author={author} size={36} />
          </span>
        ) : (
          <time
            dateTime={message.createdAt}
            className={`block pt-px text-end text-[0.6875rem] leading-[22px] text-soft compact:leading-5 ${hot ? '' : 'opacity-0'}`}
          >
            {clockTime(at).replace(/\s?(?:[AP]M|[صم])$/iu, '')}
          </time>
        )}
      </div>
      <div className="min-w-0 max-w-[76ch] flex-1">
        {message.replyToId !== undefined && <QuoteLine roomId={message.roomId} messageId={message.replyToId} />}
        {head && (
          <p className="flex items-baseline gap-2">
            <button
              type="button"
              tabIndex={hot ? 0 : -1}
              onClick={() => dialogs.open({ name: 'profile', userId: message.authorId })}
              className="min-w-0 truncate text-[0.9375rem] font-semibold hover:underline"
            >
              <bdi>{name}</bdi>
            </button>
            <BotMark author={author} />
            <time dateTime={message.createdAt} data-tip={fullTime(at)} className="shrink-0 text-[0.75rem] text-soft">
              {clockTime(at)}
            </time>
            {message.pinned && !gone && (
              <span className="flex items-center gap-1 text-[0.75rem] text-soft">
                <Pin size={11} aria-hidden="true" /> {say.message.pinned}
              </span>
            )}
            {saved && <SavedMark />}
          </p>
        )}
        {editing ? (
          <EditBox message={message} />
        ) : gone ? (
          <p className="text-soft italic">
            {message.deletedAt !== undefined ? say.message.messageDeleted2 : say.message.hiddenByAModerator2}
          </p>
        ) : (
          <Body message={message} />
        )}
        {!gone && message.attachments.length > 0 && (
          <div style={{ minHeight: leastHeight(message.attachments) }}>
            <Attachments files={message.attachments} tabbable={hot} mine={message.authorId === viewer.id} />
          </div>
        )}
        {!head && message.pinned && !gone && (
          <span className="me-3 inline-flex items-center gap-1 text-[0.75rem] leading-4 text-soft">
            <Pin size={11} aria-hidden="true" /> {say.message.pinned}
          </span>
        )}
        {!head && saved && <SavedMark />}
        {!gone && message.preview && view.room.previews !== false && (
          <div className={message.preview.description ? 'min-h-22' : 'min-h-12'}>
            <PreviewCard preview={message.preview} tabbable={hot} />
          </div>
        )}
        {!gone && message.confirm && (
          // As high as the line, so that nothing moves when it is fetched.
          <div className="min-h-13.5 narrow:min-h-16.5">
            <ConfirmLine message={message} confirmation={message.confirm} tabbable={hot} quiet={quiet} />
          </div>
        )}
        {!gone && <Reactions message={message} onMore={quiet ? null : () => setOpen('emoji')} tabbable={hot} />}
        {message.thread && !quiet && view.openThread && <ThreadLine message={message} thread={message.thread} tabbable={hot} />}
      </div>
      {!quiet && !gone && !editing && !touch && (hot || open !== null) && (
        <ActionBar actions={actions} open={open} onOpen={setOpen} />
      )}
      {touch && open === 'emoji' && actions.react && (
        <span className="absolute end-4 top-0">
          <LazyEmojiPicker onPick={actions.react} onClose={() => setOpen(null)} />
        </span>
      )}
    </article>
  )
})
