import type { UserRole } from '#protocol/models.ts'

export type Character = { username: string; displayName: string; role: UserRole; status?: string }

const member = (username: string, displayName: string, status?: string): Character => ({
  username,
  displayName,
  role: 'member',
  ...(status === undefined ? {} : { status }),
})

/** The people of a neighbourhood workshop. The first one owns the server. */
export const PEOPLE: readonly Character[] = [
  { username: 'mira', displayName: 'Mira Okafor', role: 'owner', status: 'In the workshop until six' },
  { username: 'jonas', displayName: 'Jonas Weber', role: 'admin' },
  { username: 'priya', displayName: 'Priya Raman', role: 'moderator', status: 'On the train' },
  member('tomas', 'Tomás Herrera'),
  member('ingrid', 'Ingrid Solberg', 'Firing the kiln'),
  member('kofi', 'Kofi Mensah'),
  member('lena', 'Lena Fischer'),
  member('hana', 'Hana Sato', 'Back on Monday'),
  member('oskar', 'Oskar Lindqvist'),
  member('amina', 'Amina Diallo'),
  member('felix', 'Felix Moreau'),
  member('ruth', 'Ruth Abrams', 'Reading'),
  member('pavel', 'Pavel Novák'),
  member('sofia', 'Sofia Rossi'),
  member('ben', 'Ben Carter'),
  member('yara', 'Yara Haddad', 'Seedlings everywhere'),
  member('noor', 'Noor Jansen'),
  member('emil', 'Emil Kowalski'),
  member('grace', 'Grace Mwangi'),
  member('leo', 'Leo Tanaka'),
  member('anouk', 'Anouk Bernard'),
  member('dario', 'Dario Conti'),
  member('wen', 'Wen Li', 'Soldering'),
  member('maeve', 'Maeve Byrne'),
  { username: 'visitor', displayName: 'Sam (visiting)', role: 'guest' },
]
