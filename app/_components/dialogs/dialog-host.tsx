'use client'

import { fetched } from '#app/_components/ui/fetched.tsx'
import type { DialogSpec } from './dialogs.tsx'

const Switcher = fetched(() => import('./switcher.tsx').then((module) => module.Switcher), 'dialogs', 'search')
const ShortcutHelp = fetched(() => import('./shortcut-help.tsx').then((module) => module.ShortcutHelp), 'dialogs', 'shortcuts')
const CreateRoom = fetched(() => import('./create-room.tsx').then((module) => module.CreateRoom), 'dialogs')
const NewMessage = fetched(() => import('./new-message.tsx').then((module) => module.NewMessage), 'dialogs')
const Invite = fetched(() => import('./invite.tsx').then((module) => module.Invite), 'dialogs')
const RoomSettings = fetched(() => import('./room-settings.tsx').then((module) => module.RoomSettings), 'dialogs')
const Webhooks = fetched(() => import('./webhooks.tsx').then((module) => module.Webhooks), 'dialogs')
const SectionName = fetched(() => import('./section-name.tsx').then((module) => module.SectionName), 'dialogs')
const Groups = fetched(() => import('./groups.tsx').then((module) => module.Groups), 'dialogs')
const GroupDialog = fetched(() => import('./group.tsx').then((module) => module.GroupDialog), 'dialogs')
const Health = fetched(() => import('./health.tsx').then((module) => module.Health), 'dialogs')
const Profile = fetched(() => import('./profile.tsx').then((module) => module.Profile), 'dialogs', 'people')
const StatusDialog = fetched(
  () => import('#app/_components/people/status-dialog.tsx').then((module) => module.StatusDialog),
  'people',
)
const Reactors = fetched(() => import('./reactors.tsx').then((module) => module.Reactors), 'dialogs')
const Readers = fetched(() => import('./readers.tsx').then((module) => module.Readers), 'dialogs')
const WhyUnread = fetched(() => import('./why-unread.tsx').then((module) => module.WhyUnread), 'dialogs')
const Confirmations = fetched(() => import('./confirmations.tsx').then((module) => module.Confirmations), 'dialogs')
const ToConfirm = fetched(() => import('./to-confirm.tsx').then((module) => module.ToConfirm), 'dialogs')
const TellEverybody = fetched(() => import('./tell-everybody.tsx').then((module) => module.TellEverybody), 'dialogs')
const MessageSheet = fetched(() => import('./message-sheet.tsx').then((module) => module.MessageSheet), 'dialogs')
const Versions = fetched(() => import('./versions.tsx').then((module) => module.Versions), 'dialogs')
const Forward = fetched(() => import('./forward.tsx').then((module) => module.Forward), 'dialogs')
const Lightbox = fetched(() => import('#app/_components/files/lightbox.tsx').then((module) => module.Lightbox), 'files')
const DescribeFile = fetched(() => import('./describe-file.tsx').then((module) => module.DescribeFile), 'dialogs')
const CustomEmoji = fetched(() => import('./custom-emoji.tsx').then((module) => module.CustomEmoji), 'dialogs')
const Connections = fetched(() => import('./connections.tsx').then((module) => module.Connections), 'dialogs')
const When = fetched(() => import('./when.tsx').then((module) => module.When), 'dialogs')
const EditScheduled = fetched(() => import('./edit-scheduled.tsx').then((module) => module.EditScheduled), 'dialogs')
const Keywords = fetched(() => import('./keywords.tsx').then((module) => module.Keywords), 'dialogs')
const Confirm = fetched(() => import('./confirm.tsx').then((module) => module.Confirm), 'dialogs')

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
    case 'webhooks':
      return <Webhooks roomId={dialog.roomId} onClose={onClose} />
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
    case 'status':
      return <StatusDialog onClose={onClose} />
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
      return <Lightbox files={dialog.files} at={dialog.at} mine={dialog.mine} onClose={onClose} />
    case 'describe-file':
      return <DescribeFile file={dialog.file} onClose={onClose} />
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
