import { pluralOf } from '../plural.ts'

const plural = pluralOf('en')

export default {
  asTheDevice: 'As the device',
  light: 'Light',
  dark: 'Dark',
  highContrast: 'High contrast',
  colours: 'Colours',
  inThisBrowser: 'In this browser.',
  whereYouAreSignedIn: 'Where you are signed in',
  signOutWhatYouDont: 'Sign out what you don’t recognise.',
  sessions: 'Sessions',
  signOutEverywhereElse: 'Sign out everywhere else',
  signOutEverywhereElse2: 'Sign out everywhere else?',
  willBeSignedOutAt: (n: number) =>
    `${plural(n, { one: '# other session', other: '# other sessions' })} will be signed out at once. You stay signed in here.`,
  signOut: (device: string) => `Sign out ${device}?`,
  whatWasWrittenThereAnd: 'What was written there and not sent yet stays on that device.',
  signOut2: 'Sign out',
  loading: 'Loading',
  appearance: 'Appearance',
  devices: 'Devices',
  profile: 'Profile',
  settings: 'Settings',
  allRooms: 'All rooms',
  allSettings: 'All settings',
  partsOfTheSettings: 'Parts of the settings',
  thisOne: 'This one',
  lastActive: (when: string) => `Last active ${when}`,
  signOut3: (device: string) => `Sign out ${device}`,
  connectedNow: 'Connected now',
  connectedBy: (n: number) => `Connected now · ${plural(n, { one: '# connection', other: '# connections' })}`,
  signedIn: (when: string) => `Signed in ${when}`,
}
