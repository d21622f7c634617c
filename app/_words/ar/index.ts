import type * as en from '../en/index.ts'
import common from './common.ts'
import composer from './composer.ts'
import message from './message.ts'
import room from './room.ts'
import shell from './shell.ts'
import sidebar from './sidebar.ts'
import timeline from './timeline.ts'

export const core: typeof en.core = { common, composer, message, room, shell, sidebar, timeline }

export const areas: typeof en.areas = {
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
