import type * as en from '../en/index.ts'
import common from './common.ts'
import sidebar from './sidebar.ts'

export const core: typeof en.core = { common, sidebar }

export const areas: typeof en.areas = {
  menus: () => import('./menus.ts'),
}
