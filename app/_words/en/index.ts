import common from './common.ts'
import sidebar from './sidebar.ts'

/** What the shell is drawn with. */
export const core = { common, sidebar }

/** What parts that are fetched are drawn with, an area each. */
export const areas = {
  menus: () => import('./menus.ts'),
}

export type Area = keyof typeof areas
/** All words. English says which there are: a language that lacks one does not compile. */
export type Catalogue = typeof core & { [A in Area]: Awaited<ReturnType<(typeof areas)[A]>>['default'] }
