import { type Flood, flood } from './flood.ts'

/** The process of those who flood: it tells what came of each, in order, and ends. */
const floods = JSON.parse(process.argv[2] ?? '[]') as Flood[]
process.send?.(await Promise.all(floods.map(flood)), () => process.disconnect())
