import type { Check } from './evidence.ts'

const MB = 1_048_576
const HEAP_PER_CONNECTION = 1.5 * MB

/** I10: no process ended by itself, and nothing was rejected unheard. */
export const isAlive: Check = ({ deaths }) => deaths.map((what) => ({ invariant: 'I10', harm: 'other', what }))

/** I11: what a process gained in the run stays below 1.5 MB a connection. */
export const isSmall: Check = ({ memory }) =>
  memory.flatMap(({ node, bytesPerConnection }) =>
    bytesPerConnection <= HEAP_PER_CONNECTION
      ? []
      : [{ invariant: 'I11', harm: 'other', what: `${node} gained ${(bytesPerConnection / MB).toFixed(1)} MB a connection` }],
  )
