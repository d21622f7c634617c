import type en from '../en/settings.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('de')

const words: typeof en = {
  asTheDevice: 'Wie das Gerät',
  light: 'Hell',
  dark: 'Dunkel',
  highContrast: 'Hoher Kontrast',
  colours: 'Farben',
  inThisBrowser: 'In diesem Browser.',
  whereYouAreSignedIn: 'Wo du angemeldet bist',
  signOutWhatYouDont: 'Melde ab, was du nicht kennst.',
  sessions: 'Sitzungen',
  signOutEverywhereElse: 'Überall sonst abmelden',
  signOutEverywhereElse2: 'Überall sonst abmelden?',
  willBeSignedOutAt: (n) =>
    `${plural(n, { one: '# andere Sitzung wird', other: '# andere Sitzungen werden' })} sofort abgemeldet. Hier bleibst du angemeldet.`,
  signOut: (device) => `${device} abmelden?`,
  whatWasWrittenThereAnd: 'Was dort geschrieben und noch nicht gesendet wurde, bleibt auf diesem Gerät.',
  signOut2: 'Abmelden',
  loading: 'Wird geladen',
  appearance: 'Darstellung',
  devices: 'Geräte',
  profile: 'Profil',
  settings: 'Einstellungen',
  allRooms: 'Alle Räume',
  allSettings: 'Alle Einstellungen',
  partsOfTheSettings: 'Teile der Einstellungen',
  thisOne: 'Dieses hier',
  lastActive: (when) => `Zuletzt aktiv: ${when}`,
  signOut3: (device) => `${device} abmelden`,
  connectedNow: 'Jetzt verbunden',
  connectedBy: (n) => `Jetzt verbunden · ${plural(n, { one: '# Verbindung', other: '# Verbindungen' })}`,
  signedIn: (when) => `Angemeldet: ${when}`,
}
export default words
