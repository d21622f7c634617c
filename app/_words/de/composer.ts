import type en from '../en/composer.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('de')

const words: typeof en = {
  itWillBeSent: (when) => `Sie wird ${when} gesendet.`,
  show: 'Anzeigen',
  inCodeEnterMakesA: 'Im Code beginnt die Eingabetaste eine neue Zeile. Strg+Eingabe sendet.',
  replyInThread: 'Im Thread antworten',
  message: (title) => `Nachricht an ${title}`,
  replyDots: 'Antworten …',
  send: 'Senden',
  sendAsText: 'Als Text senden',
  aMessageThatWasDeleted: 'eine gelöschte Nachricht',
  aHiddenMessage: 'eine ausgeblendete Nachricht',
  noAnswer: 'Keine Antwort darauf',
  sendLater: 'Später senden',
  schedule: 'Planen',
  tooLongOfBytesShorten: (bytes, max) => `Zu lang: ${bytes} von ${max} Byte. Kürze sie, um sie zu senden.`,
  bytesLeft: (bytes) => `Noch ${bytes} Byte.`,
  yourWordsThenツ: 'Deine Worte, dann ¯\\_(ツ)_/¯',
  whatYouDo: 'was du tust',
  saysWhatYouAreDoing: 'Sagt, was du tust, als Handlung',
  changesTheTopicOfThis: 'Ändert das Thema dieses Raums; „-“ löscht es',
  bringsSomebodyIntoThisRoom: 'Holt jemanden in diesen Raum',
  keepsThisRoomQuietOnce: 'Hält diesen Raum still; noch einmal hebt es auf',
  saysWhatYouAreAt: 'Sagt neben deinem Namen, was du machst; leer löscht es',
  in20MinWords: 'in 20 min Worte',
  remindsYouAtATime: 'Erinnert dich, wenn es so weit ist',
  upAndDownToChoose: (n) =>
    `${plural(n, { one: '# Vorschlag', other: '# Vorschläge' })}. Auf und ab wählt, Tab oder Eingabe übernimmt.`,
  suggestions: 'Vorschläge',
  filesToAttach: 'Dateien zum Anhängen',
  attachFiles: 'Dateien anhängen',
  formatting: 'Formatierung',
  emoji: 'Emoji',
  askForConfirmation: 'Um Bestätigung bitten',
  removeFirstItCantBe: (name) => `Entferne zuerst „${name}“: Die Datei kann nicht gesendet werden.`,
  slowMode: 'Langsamer Modus',
  thatWasFast: 'Das war schnell',
  thereIsNoCommand: (name) => `Es gibt keinen Befehl /${name}.`,
  slowModeYouCanWrite: (wait) => `Langsamer Modus: In ${wait} kannst du wieder schreiben.`,
  slowModeOneMessageEvery: (wait) => `Langsamer Modus: alle ${wait} eine Nachricht.`,
  answerTo: 'Antwort an {}',
  heldUp: (why, wait) => `${why}: In ${wait} geht 1 Nachricht hinaus.`,
  heldUpMore: (why, n, wait) =>
    `${why}: In ${wait} ${plural(n, { one: 'geht # Nachricht', other: 'gehen # Nachrichten' })} hinaus, der Reihe nach.`,
  thread: 'Thread',
}
export default words
