import type en from '../en/people.ts'

const words: typeof en = {
  picture: 'Bild',
  addPicture: 'Bild hinzufügen',
  changePicture: 'Bild ändern',
  removePicture: 'Entfernen',
  pictureHint: 'PNG, JPEG, WebP oder GIF. Gezeigt wird die Mitte, als Quadrat.',
  pictureUnreadable: 'Dieses Bild lässt sich nicht lesen. Wähle ein anderes.',
  aboutYou: 'Über dich',
  aboutYouHint: 'Das können hier alle sehen.',
  displayName: 'Anzeigename',
  nameUnusable: 'Dieser Name geht nicht. Er braucht etwas zum Lesen und höchstens 64 Zeichen.',
  whatYouDo: 'Was du machst',
  whatYouDoHint: 'Deine Rolle, deine Pronomen oder beides.',
  about: 'Über mich',
  timeZone: 'Zeitzone',
  noTimeZone: 'Nicht angezeigt',
  timeZoneHint: 'Andere sehen, wie spät es bei dir ist.',
  saveProfile: 'Speichern',
  profileSaved: 'Dein Profil ist gespeichert.',
  thisDevice: (zone) => `Dieses Gerät: ${zone}`,
}

export default words
