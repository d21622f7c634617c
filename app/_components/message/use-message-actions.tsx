'use client'

import {
  AlarmClock,
  BadgeCheck,
  Bookmark,
  BookmarkX,
  Copy,
  CornerUpLeft,
  Eye,
  Forward,
  Link2,
  MailOpen,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  SmilePlus,
  Trash2,
  Unlink,
} from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { keepEmoji } from '#app/_components/emoji/recent.ts'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { useSaved } from '#app/_hooks/inbox.ts'
import { messagePath, threadPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { inWords } from '#app/_markdown/in-words.ts'
import { type ShortcutId, shortcuts } from '#app/_shortcuts/registry.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { waitsFor } from '#client/index.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'

export type MessageAction = {
  id: ShortcutId | 'forward' | 'copyText' | 'readers' | 'reactors' | 'confirmations' | 'unpreview'
  label: string
  icon: ReactNode
  danger?: boolean | undefined
  run: () => void
}
export type MessageActions = {
  list: MessageAction[]
  /** Null where nothing can be written. */
  react: ((emoji: string) => void) | null
  /** Acts on a key pressed on the row; says whether it did. */
  byKey: (key: string) => boolean
}

const ICON = 16

/** A reply of a thread is shown beside its room. */
const linkOf = (message: Message, { parent }: RoomSummary): string =>
  parent ? threadPath(parent.roomId, parent.messageId, message.seq) : messagePath(message.roomId, message.seq)

/** Everything that can be done with a message here, in the order it is offered: bar, menu, sheet and keys all use it. */
export function useMessageActions(message: Message, openEmoji: () => void): MessageActions {
  const chat = useChat()
  const viewer = useViewer()
  const view = useRoomView()
  const dialogs = useDialogs()
  const saved = useSaved(message.roomId, message.id)

  return useMemo(() => {
    const { roomId, id } = message
    const mine = message.authorId === viewer.id
    const gone = message.deletedAt !== undefined || message.hiddenAt !== undefined
    const tried = (work: Promise<unknown>) => void work.catch((error: unknown) => tell(refusalInWords(error), 'refused'))
    const copied = async (text: string, what: string) =>
      void tell((await copyText(text)) ? say.message.copied(what) : say.message.itCouldNotBeCopied)
    const react = (emoji: string) => {
      keepEmoji(emoji)
      const mineAlready = message.reactions.some((one) => one.emoji === emoji && (one.mine ?? one.userIds.includes(viewer.id)))
      tried(chat.react(roomId, id, emoji, !mineAlready))
    }
    const askDelete = () =>
      dialogs.open({
        name: 'confirm',
        title: say.message.deleteThisMessage,
        text: message.body.length > 140 ? `${message.body.slice(0, 140)}…` : message.body,
        action: say.message.delete,
        danger: true,
        run: async () => void (await chat.remove(roomId, id)),
      })

    const all: (MessageAction | false)[] = [
      waitsFor(message, view.room, viewer.id) &&
        !view.room.archived && {
          id: 'confirm',
          label: say.message.confirmThatYouHaveRead,
          icon: <BadgeCheck size={ICON} />,
          run: () => tried(chat.confirm(roomId, id)),
        },
      view.canWrite && { id: 'react', label: say.message.addReaction, icon: <SmilePlus size={ICON} />, run: openEmoji },
      view.openThread !== null && {
        id: 'thread',
        label: say.message.replyInThread,
        icon: <MessagesSquare size={ICON} />,
        run: () => view.openThread?.(message),
      },
      view.canSend && {
        id: 'quote',
        label: say.message.replyWithAQuote,
        icon: <CornerUpLeft size={ICON} className="rtl:-scale-x-100" />,
        run: () => view.quote(message),
      },
      view.openThread !== null && {
        id: 'forward',
        label: say.message.forwardDots,
        icon: <Forward size={ICON} className="rtl:-scale-x-100" />,
        run: () => dialogs.open({ name: 'forward', message }),
      },
      mine && view.canWrite && { id: 'edit', label: say.message.edit, icon: <Pencil size={ICON} />, run: () => view.edit(id) },
      {
        id: 'copyText',
        label: say.message.copyText,
        icon: <Copy size={ICON} />,
        run: () => void copied(message.body, say.message.text),
      },
      {
        id: 'copyLink',
        label: say.message.copyLink,
        icon: <Link2 size={ICON} />,
        run: () => void copied(window.location.origin + linkOf(message, view.room), say.message.link),
      },
      view.canSend && {
        id: 'pin',
        label: message.pinned ? say.message.unpin : say.message.pin,
        icon: message.pinned ? <PinOff size={ICON} /> : <Pin size={ICON} />,
        run: () => tried(chat.pin(roomId, id, !message.pinned)),
      },
      {
        id: 'save',
        label: saved ? say.message.letGoOfIt : say.message.save,
        icon: saved ? <BookmarkX size={ICON} /> : <Bookmark size={ICON} />,
        run: () => tried(chat.save(roomId, id, !saved)),
      },
      {
        id: 'remind',
        label: say.message.remindMeDots,
        icon: <AlarmClock size={ICON} />,
        run: () =>
          dialogs.open({
            name: 'when',
            title: say.message.remindMe,
            about: inWords(message.body, 80),
            verb: say.message.remindMe,
            run: async (at) => {
              await chat.addReminder({ roomId, messageId: id, at })
              const { whenInWords } = await import('#app/_words/when.ts')
              void tell(say.message.youWillBeReminded(whenInWords(at, new Date())))
            },
          }),
      },
      view.openThread !== null &&
        view.room.role !== undefined && {
          id: 'readers',
          label: say.message.readByDots,
          icon: <Eye size={ICON} />,
          run: () => dialogs.open({ name: 'readers', message }),
        },
      message.preview !== undefined &&
        (mine || view.governs) && {
          id: 'unpreview',
          label: say.message.removePreview,
          icon: <Unlink size={ICON} />,
          run: () => tried(chat.removePreview(roomId, id)),
        },
      message.reactions.length > 0 && {
        id: 'reactors',
        label: say.message.reactionsDots,
        icon: <SmilePlus size={ICON} />,
        run: () => dialogs.open({ name: 'reactors', roomId, messageId: id }),
      },
      message.confirm !== undefined &&
        (mine || view.governs) && {
          id: 'confirmations',
          label: say.message.whoHasConfirmedDots,
          icon: <BadgeCheck size={ICON} />,
          run: () => dialogs.open({ name: 'confirmations', roomId, messageId: id }),
        },
      view.room.role !== undefined && {
        id: 'unread',
        label: say.message.markUnreadFromHere,
        icon: <MailOpen size={ICON} />,
        run: () => view.markUnread(message),
      },
      (mine || view.governs) &&
        view.canWrite && { id: 'delete', label: say.message.delete, icon: <Trash2 size={ICON} />, danger: true, run: askDelete },
    ]
    const list = gone ? [] : all.filter((action): action is MessageAction => action !== false)
    return {
      list,
      react: view.canWrite && !gone ? react : null,
      byKey(key) {
        const action = list.find((one) => one.id in shortcuts && shortcuts[one.id as ShortcutId].keys.includes(key))
        action?.run()
        return action !== undefined
      },
    }
  }, [chat, viewer.id, view, dialogs, message, saved, openEmoji])
}
