import type en from '../en/shell.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('de')

const words: typeof en = {
  youreOffline: 'Du bist offline.',
  catchingUpDots: 'Holt auf …',
  connectingDots: 'Verbindet …',
  reconnectingDots: 'Verbindet wieder …',
  youAreBannedUntil: (when) => `Du bist bis ${when} gesperrt.`,
  youAreBannedFromThis: 'Du bist auf diesem Server gesperrt.',
  parleyWasUpdated: 'Parley wurde aktualisiert.',
  youAreSignedOut: 'Du bist abgemeldet.',
  connection: 'Verbindung',
  retryNow: 'Jetzt versuchen',
  continueHere: 'Hier fortfahren',
  reload: 'Neu laden',
  signIn: 'Anmelden',
  loading: 'Wird geladen',
  browseRooms: 'Räume durchsehen',
  pickARoomOnThe: 'Wähl links einen Raum oder finde einen anderen.',
  youAreInNoRoom: 'Du bist noch in keinem Raum.',
  notices: 'Mitteilungen',
  closeNotice: 'Mitteilung schließen',
  show: 'Anzeigen',
  reminder: (words) => `Erinnerung: ${words}`,
  aReminderIsDue: 'Eine Erinnerung ist fällig.',
  reminder2: 'Erinnerung',
  closeReminder: 'Erinnerung schließen',
  everythingIsMarkedAsRead: 'Alles ist als gelesen markiert.',
  skipToMessages: 'Zu den Nachrichten springen',
  roomsAndPeople: 'Räume und Leute',
  drafts: 'Entwürfe',
  inbox: 'Eingang',
  search: 'Suche',
  settings: 'Einstellungen',
  reminderFrom: (n) =>
    `Erinnerung aus {}: ${plural(n, { one: 'Eine Nachricht wartet', other: '# Nachrichten warten' })} auf deine Bestätigung.`,
  offlineWaiting: (n) =>
    `Du bist offline. ${plural(n, { one: '# Nachricht wird', other: '# Nachrichten werden' })} gesendet, sobald du zurück bist.`,
  sentThen: (n) => `Dann ${plural(n, { one: 'wird # Nachricht', other: 'werden # Nachrichten' })} gesendet.`,
  unreachable: 'Der Server ist nicht erreichbar. Es wird weiter versucht.',
  nextTry: (seconds) => `Nächster Versuch in ${seconds} s`,
  paused: 'Dieser Tab pausiert, weil du an vielen Orten verbunden bist.',
  sentWhenYouContinue: (n) =>
    `${plural(n, { one: '# Nachricht wird', other: '# Nachrichten werden' })} gesendet, wenn du fortfährst.`,
  welcome: 'Willkommen',
  people: 'Leute',
}
export default words
