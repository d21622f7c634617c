import { areas, core } from './en/index.ts'
import { say } from './say.ts'

/** Tests of the chat read English, all of it, without fetching any. */
Object.assign(say, core)
for (const [area, load] of Object.entries(areas)) Object.assign(say, { [area]: (await load()).default })
