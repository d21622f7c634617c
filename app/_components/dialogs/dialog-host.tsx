'use client'

import { fetched } from '#app/_components/ui/fetched.tsx'
import type { DialogSpec } from './dialogs.tsx'

const Switcher = fetched(() => import('./switcher.tsx').then((module) => module.Switcher))
const ShortcutHelp = fetched(() => import('./shortcut-help.tsx').then((module) => module.ShortcutHelp))
const CreateRoom = fetched(() => import('./create-room.tsx').then((module) => module.CreateRoom))
const NewMessage = fetched(() => import('./new-message.tsx').then((module) => module.NewMessage))
const Invite = fetched(() => import('./invite.tsx').then((module) => module.Invite))
const RoomSettings = fetched(() => import('./room-settings.tsx').then((module) => module.RoomSettings))
const SectionName = fetched(() => import('./section-name.tsx').then((module) => module.SectionName))
const Groups = fetched(() => import('./groups.tsx').then((module) => module.Groups))
const GroupDialog = fetched(() => import('./group.tsx').then((module) => module.GroupDialog))
const Health = fetched(() => import('./health.tsx').then((module) => module.Health))
const Profile = fetched(() => import('./profile.tsx').then((module) => module.Profile))
const Reactors = fetched(() => import('./reactors.tsx').then((module) => module.Reactors))
const Readers = fetched(() => import('./readers.tsx').then((module) => module.Readers))
const WhyUnread = fetched(() => import('./why-unread.tsx').then((module) => module.WhyUnread))
const Confirmations = fetched(() => import('./confirmations.tsx').then((module) => module.Confirmations))
const ToConfirm = fetched(() => import('./to-confirm.tsx').then((module) => module.ToConfirm))
const TellEverybody = fetched(() => import('./tell-everybody.tsx').then((module) => module.TellEverybody))
const MessageSheet = fetched(() => import('./message-sheet.tsx').then((module) => module.MessageSheet))
const Versions = fetched(() => import('./versions.tsx').then((module) => module.Versions))
const Forward = fetched(() => import('./forward.tsx').then((module) => module.Forward))
const Lightbox = fetched(() => import('#app/_components/files/lightbox.tsx').then((module) => module.Lightbox))
const CustomEmoji = fetched(() => import('./custom-emoji.tsx').then((module) => module.CustomEmoji))
const Connections = fetched(() => import('./connections.tsx').then((module) => module.Connections))
const When = fetched(() => import('./when.tsx').then((module) => module.When))
const EditScheduled = fetched(() => import('./edit-scheduled.tsx').then((module) => module.EditScheduled))
const Keywords = fetched(() => import('./keywords.tsx').then((module) => module.Keywords))
const Confirm = fetched(() => import('./confirm.tsx').then((module) => module.Confirm))

/** Draws the dialog that is open. Each is fetched when it is first wanted. */
export function DialogHost({ dialog, onClose }: { dialog: DialogSpec; onClose: () => void }) {
  switch (dialog.name) {
    case 'switcher':
      return <Switcher onClose={onClose} />
    case 'shortcuts':
      return <ShortcutHelp onClose={onClose} />
    case 'create-room':
      return <CreateRoom onClose={onClose} />
    case 'new-message':
      return <NewMessage onClose={onClose} />
    case 'invite':
      return <Invite roomId={dialog.roomId} onClose={onClose} />
    case 'room-settings':
      return <RoomSettings roomId={dialog.roomId} onClose={onClose} />
    case 'section':
      return <SectionName sectionId={dialog.sectionId} roomId={dialog.roomId} onClose={onClose} />
    case 'groups':
      return <Groups onClose={onClose} />
    case 'group':
      return <GroupDialog groupId={dialog.groupId} onClose={onClose} />
    case 'health':
      return <Health roomId={dialog.roomId} onClose={onClose} />
    case 'profile':
      return <Profile userId={dialog.userId} onClose={onClose} />
    case 'reactors':
      return <Reactors roomId={dialog.roomId} messageId={dialog.messageId} onClose={onClose} />
    case 'readers':
      return <Readers message={dialog.message} onClose={onClose} />
    case 'why-unread':
      return <WhyUnread roomId={dialog.roomId} onClose={onClose} />
    case 'confirmations':
      return <Confirmations roomId={dialog.roomId} messageId={dialog.messageId} onClose={onClose} />
    case 'to-confirm':
      return <ToConfirm onClose={onClose} />
    case 'tell-everybody':
      return <TellEverybody onClose={onClose} />
    case 'message-sheet':
      return <MessageSheet {...dialog} onClose={onClose} />
    case 'versions':
      return <Versions message={dialog.message} onClose={onClose} />
    case 'forward':
      return <Forward message={dialog.message} onClose={onClose} />
    case 'files':
      return <Lightbox files={dialog.files} at={dialog.at} onClose={onClose} />
    case 'custom-emoji':
      return <CustomEmoji onClose={onClose} />
    case 'connections':
      return <Connections onClose={onClose} />
    case 'when':
      return <When {...dialog} onClose={onClose} />
    case 'edit-scheduled':
      return <EditScheduled scheduled={dialog.scheduled} onClose={onClose} />
    case 'keywords':
      return <Keywords onClose={onClose} />
    case 'confirm':
      return <Confirm {...dialog} onClose={onClose} />
    default:
      return dialog satisfies never
  }
}
