import type { Row } from '../row.ts'

/** No fault at all: what the other rows are compared with. */
export const calm: Row = {
  id: 'F00',
  title: 'nothing happens',
  star: true,
  bound: { maxMs: 2_000, pagedMax: 0 },
  async inject({ pass, lasts }) {
    const ms = lasts(4_000, 20_000)
    await pass(ms)
    return { times: 1, what: `${ms / 1_000} s of calm` }
  },
}
