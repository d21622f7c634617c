import type { Row, Stage } from '../row.ts'
import type { Fault } from '../tree/switch.ts'

/** The last word in each quiet room, while the fault lasts: nothing comes after it that would show what was lost. */
function lastWords({ crowd }: Stage) {
  for (const room of crowd.rooms.quiet) crowd.members[0]?.send(room, `the last word in ${room}`)
}

async function during(stage: Stage, fault: Fault, ms: number): Promise<number> {
  const { nodes } = stage.cluster
  const before = await Promise.all(nodes.map((node) => node.set(fault)))
  await stage.pass(ms)
  lastWords(stage)
  await stage.pass(1_000)
  const after = await Promise.all(nodes.map((node) => node.set({ fault: 'none' })))
  return after.reduce((sum, struck, i) => sum + struck - (before[i] ?? 0), 0)
}

export const F45: Row = {
  id: 'F45',
  title: 'a third of all broadcasts is lost',
  star: true,
  bound: { maxMs: 6_000, pagedMax: 0 },
  quiet: 20,
  async inject(stage) {
    const lost = await during(stage, { fault: 'drop', share: 0.3 }, stage.lasts(5_000, 30_000))
    return { times: lost, what: `${lost} broadcasts lost` }
  },
}

export const F46: Row = {
  id: 'F46',
  title: 'broadcasts come twice, and in any order',
  star: false,
  bound: { maxMs: 6_000 },
  quiet: 20,
  async inject(stage) {
    const twice = await during(stage, { fault: 'repeat', share: 1 }, stage.lasts(3_000, 30_000))
    const shuffled = await during(stage, { fault: 'shuffle', withinMs: 500 }, stage.lasts(3_000, 30_000))
    stage.demand(twice > 0 && shuffled > 0, 'only one of both was done')
    return { times: twice + shuffled, what: `${twice} broadcasts doubled, ${shuffled} late by up to 500 ms` }
  },
}
