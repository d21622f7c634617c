import type en from '../en/panes.ts'

const words: typeof en = {
  files: 'Dateien',
  nothingWasSentHereYet: 'Hier wurde noch nichts gesendet. Häng eine Datei an eine Nachricht an.',
  showMore: 'Mehr anzeigen',
  somebody: 'Jemand',
  show: 'Anzeigen',
  messageDeleted: 'Nachricht gelöscht',
  hiddenByAModerator: 'Von der Moderation ausgeblendet',
  unknownPerson: 'Unbekannte Person',
  pinnedMessages: 'Angeheftete Nachrichten',
  nothingIsPinnedHerePin: 'Hier ist nichts angeheftet. Hefte eine Nachricht über ihr Menü an.',
  showInRoom: 'Im Raum zeigen',
  unpin: 'Lösen',
  threads: 'Threads',
  noThreadsYetStartOne: 'Noch keine Threads. Beginne einen über das Menü einer Nachricht.',
  following: 'Du folgst',
  thread: 'Thread',
  follow: 'Folgen',
  closeThread: 'Thread schließen',
  close: (title) => `${title} schließen`,
  pinnedBy: 'Angeheftet von {}',
  closeThis: 'Schließen',
}
export default words
