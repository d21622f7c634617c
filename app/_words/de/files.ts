import type en from '../en/files.ts'

const words: typeof en = {
  open: (name) => `${name} öffnen`,
  download: (name) => `${name} herunterladen`,
  download2: 'Herunterladen',
  of: (at, all) => ` · ${at} von ${all}`,
  previousFile: 'Vorige Datei',
  nextFile: 'Nächste Datei',
  close: 'Schließen',
  thisFileCantBeShown: 'Diese Datei kann hier nicht gezeigt werden. Lade sie herunter, um sie zu öffnen.',
  thisPdfCantBeShown: 'Dieses PDF kann nicht gezeigt werden. Lade es herunter, um es zu öffnen.',
  pages: 'Seiten',
  thereAreMorePagesIn: 'Weitere Seiten stehen in der heruntergeladenen Datei.',
  page: (number, words) => `Seite ${number}. ${words}`,
  sendWithoutThisFile: 'Ohne diese Datei senden',
  sendWithoutTheseFiles: 'Ohne diese Dateien senden',
  theFileCantBeShown: 'Die Datei kann gerade nicht gezeigt werden. Versuch es noch einmal oder lade sie herunter.',
  thisIsTheBeginningDownload: 'Das ist der Anfang. Lade die Datei herunter, um alles zu sehen.',
  attachedFiles: 'Angehängte Dateien',
  tryAgain: (name) => `${name} noch einmal versuchen`,
  remove: (name) => `${name} entfernen`,
  goesUp: (name) => `${name} wird hochgeladen`,
  waiting: (size) => `Wartet, ${size}`,
  of2: (percent, size) => `${percent} % von ${size}`,
  beingLookedAtDots: 'Wird geprüft …',
  notSent: 'Nicht gesendet',
}
export default words
