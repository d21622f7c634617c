import type en from '../en/sidebar.ts'

const words: typeof en = {
  drafts: 'Entwürfe',
  inbox: 'Eingang',
  new: 'neu',
  you: (name) => `Du: ${name}`,
  notConnected: 'Nicht verbunden',
  widthOfTheSidebar: 'Breite der Seitenleiste',
  draft: 'Entwurf',
  unread: 'ungelesen',
  muted: 'stumm',
  section: (title) => `Abschnitt ${title}`,
  nothingUnread: 'Nichts ungelesen.',
  jumpToDots: 'Springen zu …',
  searchMessages: 'Nachrichten durchsuchen',
  newMessage: 'Neue Nachricht',
  moveRoomsHere: 'Verschieb Räume hierher.',
  createARoom: 'Raum anlegen',
  newDirectMessage: 'Neue Direktnachricht',
  nobodyYet: 'Noch niemand.',
  browseRooms: 'Räume durchsehen',
  toConfirm: 'Zu bestätigen',
  favourites: 'Favoriten',
  threads: 'Threads',
  rooms: 'Räume',
  directMessages: 'Direktnachrichten',
}
export default words
