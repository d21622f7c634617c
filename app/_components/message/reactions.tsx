'use client'

import { SmilePlus } from 'lucide-react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { EmojiSign } from '#app/_components/emoji/sign.tsx'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Message, Reaction } from '#protocol/models.ts'
import { reactorsInWords } from './reactors-in-words.ts'

type Props = { message: Message; onMore: (() => void) | null; tabbable: boolean }

/** Who reacted how; a press adds one's own or takes it back. */
export function Reactions({ message, onMore, tabbable }: Props) {
  const view = useRoomView()
  if (message.reactions.length === 0) return null
  const tab = tabbable ? 0 : -1
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1 pb-1">
      {message.reactions.map((reaction) => (
        <OneReaction key={reaction.emoji} message={message} reaction={reaction} disabled={!view.canWrite} tab={tab} />
      ))}
      {onMore && view.canWrite && (
        <button
          type="button"
          tabIndex={tab}
          aria-label={say.message.addReaction}
          data-tip={say.message.addReaction}
          onClick={onMore}
          className="grid h-[26px] w-8 place-items-center rounded-full text-soft opacity-0 transition-opacity duration-120 group-hover/message:opacity-100 group-focus-within/message:opacity-100 hover:bg-hover hover:text-ink"
        >
          <SmilePlus size={15} />
        </button>
      )}
    </div>
  )
}

type OneProps = { message: Message; reaction: Reaction; disabled: boolean; tab: number }

function OneReaction({ message, reaction, disabled, tab }: OneProps) {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  const users = useChatState((state) => state.users)
  const mine = reaction.mine ?? reaction.userIds.includes(viewer.id)
  const who = reactorsInWords(reaction, users, viewer.id)

  function toggle() {
    if (disabled) return dialogs.open({ name: 'reactors', roomId: message.roomId, messageId: message.id })
    chat
      .react(message.roomId, message.id, reaction.emoji, !mine)
      .catch((error: unknown) => tell(refusalInWords(error), 'refused'))
  }

  return (
    <button
      type="button"
      tabIndex={tab}
      aria-pressed={mine}
      aria-label={`${reaction.emoji} ${reaction.count}: ${who}`}
      data-tip={who}
      onClick={toggle}
      onContextMenu={(event) => {
        event.preventDefault()
        dialogs.open({ name: 'reactors', roomId: message.roomId, messageId: message.id })
      }}
      className="tabular flex h-[26px] items-center gap-1.5 rounded-full bg-hover px-2 text-[0.75rem] font-medium text-soft transition-colors duration-120 hover:bg-press aria-pressed:bg-tint aria-pressed:text-accent aria-pressed:shadow-[inset_0_0_0_1px_currentColor] narrow:h-8"
    >
      <span aria-hidden="true" className="text-[0.9375rem] leading-none">
        <EmojiSign emoji={reaction.emoji} />
      </span>
      {reaction.count}
    </button>
  )
}
