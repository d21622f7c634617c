'use client'

import {
  Archive,
  ArchiveRestore,
  CircleQuestionMark,
  LogOut,
  MessagesSquare,
  Paperclip,
  Pencil,
  Pin,
  UserPlus,
  X,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import type { Side } from '#app/_components/room/room-pane.tsx'
import { mayChangeTopic, mayGovern } from '#app/_components/room/room-view.tsx'
import { SidePane } from '#app/_components/room/side-pane.tsx'
import { useRoomVerbs } from '#app/_components/room/use-room-verbs.ts'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'
import { waitInWords } from '#app/_words/wait.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { Members } from './members.tsx'
import { NotifyChoice } from './notify-choice.tsx'

type Props = { room: RoomSummary; onSide: (side: Side) => void; onClose: () => void }

/** About a room: what it is for, what one hears of it, who is in it, and the way out. */
export function Details({ room, onSide, onClose }: Props) {
  const pins = room.pins ?? 0
  const dialogs = useDialogs()
  const direct = room.kind === 'DIRECT'
  const member = room.role !== undefined
  const governs = mayGovern(room)

  const verbs = useRoomVerbs(room)

  return (
    <SidePane label={say.details.details} onClose={onClose}>
      <header className="flex h-13 shrink-0 items-center justify-between border-b border-line ps-5 pe-3">
        <h2 className="text-[0.9375rem] font-semibold tracking-tight">{say.details.details}</h2>
        <IconButton label={say.details.closeDetails} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto py-5">
        {!direct && (
          <section className="flex flex-col gap-1 px-5">
            <div className="flex items-center justify-between">
              <h3 className="text-meta font-medium text-soft">{say.details.topic}</h3>
              {(mayChangeTopic(room) || governs) && (
                <IconButton
                  size="small"
                  label={say.details.roomSettings}
                  onClick={() => dialogs.open({ name: 'room-settings', roomId: room.id })}
                >
                  <Pencil size={14} />
                </IconButton>
              )}
            </div>
            <p className="break-words" dir="auto">
              {room.topic || <span className="text-soft">{say.details.noTopicYet}</span>}
            </p>
            {(room.posting ?? 'everybody') !== 'everybody' && (
              <p className="text-meta text-soft">{say.details.forAnnouncementsOwnersAndModerators}</p>
            )}
            {room.slowModeSeconds > 0 && (
              <p className="text-meta text-soft">{say.details.slowMode(waitInWords(room.slowModeSeconds * 1000))}</p>
            )}
          </section>
        )}
        <section className="flex flex-col gap-px px-3" aria-label={say.details.inThisRoom}>
          <Verb icon={<Pin size={16} />} onClick={() => onSide('pins')}>
            {say.details.pinnedMessages}
            {pins > 0 && <span className="tabular ms-auto pe-1 text-meta text-soft">{pins}</span>}
          </Verb>
          <Verb icon={<MessagesSquare size={16} />} onClick={() => onSide('threads')}>
            {say.details.threads}
          </Verb>
          <Verb icon={<Paperclip size={16} />} onClick={() => onSide('files')}>
            {say.details.files}
          </Verb>
          {member && (
            <Verb icon={<CircleQuestionMark size={16} />} onClick={() => dialogs.open({ name: 'why-unread', roomId: room.id })}>
              {say.details.whyIsThisUnread}
            </Verb>
          )}
        </section>
        {member && <NotifyChoice room={room} />}
        <Members room={room} />
        {!direct && member && (
          <section className="flex flex-col gap-px border-t border-line px-3 pt-3" aria-label={say.details.roomActions}>
            {!room.archived && (
              <Verb icon={<UserPlus size={16} />} onClick={() => dialogs.open({ name: 'invite', roomId: room.id })}>
                {say.details.invitePeople}
              </Verb>
            )}
            {governs && (
              <Verb icon={room.archived ? <ArchiveRestore size={16} /> : <Archive size={16} />} onClick={verbs.archive}>
                {room.archived ? say.details.openAgain : say.details.archiveRoom}
              </Verb>
            )}
            <Verb icon={<LogOut size={16} />} danger onClick={verbs.leave}>
              {say.details.leaveRoom}
            </Verb>
          </section>
        )}
      </div>
    </SidePane>
  )
}

function Verb({
  icon,
  danger,
  onClick,
  children,
}: {
  icon: ReactNode
  danger?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`flex h-9 items-center gap-2.5 rounded-md px-2 text-[0.875rem] transition-colors duration-120 hover:bg-hover narrow:h-11 ${danger ? 'text-danger' : ''}`}
    >
      {icon} {children}
    </button>
  )
}
