import type { Check } from './evidence.ts'

/** I13: a client is over only because its person was banned, and says so, or because it was told to stop. */
export const isEndedRightly: Check = ({ history, ended }) =>
  ended.flatMap(({ who, as }) => {
    const isRight =
      as === 'stopped'
        ? history.some((event) => event.op === 'stop' && event.who === who)
        : as === 'banned' && history.some((event) => event.op === 'lose' && event.who === who && event.room === null)
    return isRight ? [] : [{ invariant: 'I13', harm: 'other', what: `${who}'s client is over (${as}) without a reason` }]
  })
