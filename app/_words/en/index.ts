import common from './common.ts'
import composer from './composer.ts'
import message from './message.ts'
import room from './room.ts'
import shell from './shell.ts'
import sidebar from './sidebar.ts'
import timeline from './timeline.ts'

/** What the shell is drawn with. */
export const core = { common, composer, message, room, shell, sidebar, timeline }

/** What parts that are fetched are drawn with, an area each. */
export const areas = {
  account: () => import('./account.ts'),
  composing: () => import('./composing.ts'),
  details: () => import('./details.ts'),
  device: () => import('./device.ts'),
  dialogs: () => import('./dialogs.ts'),
  emoji: () => import('./emoji.ts'),
  files: () => import('./files.ts'),
  invites: () => import('./invites.ts'),
  menus: () => import('./menus.ts'),
  panes: () => import('./panes.ts'),
  people: () => import('./people.ts'),
  refusals: () => import('./refusals.ts'),
  screens: () => import('./screens.ts'),
  search: () => import('./search.ts'),
  settings: () => import('./settings.ts'),
  shortcuts: () => import('./shortcuts.ts'),
}

export type Area = keyof typeof areas
/** All words. English says which there are: a language that lacks one does not compile. */
export type Catalogue = typeof core & { [A in Area]: Awaited<ReturnType<(typeof areas)[A]>>['default'] }
