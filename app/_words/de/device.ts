import type en from '../en/device.ts'

const words: typeof en = {
  install: 'Parley installieren',
  installAbout: 'In einem eigenen Fenster, mit seinem Symbol unter deinen Apps.',
  installed: 'Parley ist hier installiert.',
  installVerb: 'Installieren',
  installHow: {
    chromium: 'Öffne das Menü dieses Browsers und wähle „Parley installieren“ oder „Zum Startbildschirm hinzufügen“.',
    ios: 'Tippe auf „Teilen“ und dann auf „Zum Home-Bildschirm“.',
    safari: 'Wähle „Ablage“ und dann „Zum Dock hinzufügen“.',
    firefox:
      'Auf Android: Öffne das Menü und wähle „Installieren“. Am Computer installiert Firefox keine Apps; Parley läuft im Tab.',
  },
  offline: 'Ohne Netz',
  offlineAbout:
    'Deine letzten Räume bleiben lesbar. Was du schreibst, änderst und womit du reagierst, wartet hier und geht hinaus, sobald du wieder da bist.',
  offlineLooking: 'Wird geprüft …',
  offlineReady: 'Parley öffnet sich hier auch ohne Netz.',
  offlineSoon: 'Wird vorbereitet. Das dauert ein paar Sekunden, nachdem die Seite geöffnet wurde.',
  kept: (megabytes: string) => `${megabytes} MB liegen auf diesem Gerät.`,
  keepThem: 'Behalten, auch wenn der Platz knapp wird',
  noInstall: 'Von dieser Adresse lässt sich Parley nicht installieren: Das erlauben Browser nur über https.',
  noOffline: 'Unter dieser Adresse öffnet sich Parley nicht ohne Netz: Das erlauben Browser nur über https.',
  plainHttp: '{} wird über einfaches http erreicht. Alles andere geht. Wer Parley betreibt, kann https davorsetzen.',
  editUndone: (why: string) => `Deine Änderung wurde nicht gespeichert. ${why}`,
  reactionUndone: (why: string) => `Deine Reaktion wurde zurückgenommen. ${why}`,
  copyIt: 'Kopieren',
}
export default words
