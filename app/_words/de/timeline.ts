import type en from '../en/timeline.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('de')

const words: typeof en = {
  somebody: 'Jemand',
  newMessages: 'Neue Nachrichten',
  jumpToPresent: 'Zum Neuesten',
  seen: 'Gesehen',
  delivered: 'Zugestellt',
  seenBy: (names) => `Gesehen von ${names}`,
  seenByAll: 'Von allen gesehen',
  thisIsTheBeginningOf: 'Hier beginnt deine Unterhaltung. Nur wer darin ist, kann sie lesen.',
  thisIsTheBeginningOf2: (title) => `Hier beginnt ${title}.`,
  sayHello: 'Sag Hallo.',
  invitePeople: 'Leute einladen',
  new: 'Neu',
  noRepliesYet: 'Noch keine Antworten',
  messagesIn: (title) => `Nachrichten in ${title}`,
  severalPeopleAreTypingDots: 'Mehrere schreiben …',
  thereIsNoSuchMessage: 'Diese Nachricht gibt es in diesem Raum nicht.',
  newMessagesCame: (n) => `${plural(n, { one: '# neue Nachricht', other: '# neue Nachrichten' })}`,
  isTyping: (names) => `${names} schreibt …`,
  areTyping: (names) => `${names} schreiben …`,
}
export default words
