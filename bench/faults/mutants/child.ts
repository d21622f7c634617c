import { main } from '../index.ts'

/** The command as the source it stands in has it: run in a copy that holds a mistake. */
await main(process.argv.slice(2))
