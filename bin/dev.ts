import { up } from './up.ts'

/** `npm run dev`: the same as `npm start`, from the sources, with reload. */
export const main = () => up('development')
