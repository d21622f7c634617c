import type pg from 'pg'
import { expect, test } from 'vitest'
import { createTurns } from '#server/core/messages/log/turns.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { sessionHandlers } from './handlers/session.ts'
import { createKeyedTurns } from './keyed-turns.ts'

test('[S5] a person whose turn is taken keeps no more than one place from the others’ first requests', async () => {
  const inTurn = createKeyedTurns()
  const hellos = createTurns(2)
  // A connection that is gone by its turn is answered before anything is read.
  const { 'session:hello': hello } = sessionHandlers({ pool: {} as pg.Pool, catchUp: { inTurn }, hellos } as HandlerDeps)
  const say = (id: string) =>
    hello({ socket: { data: {}, connected: false }, actor: { user: { id }, sessionId: id } } as never, { revs: {} })

  let letGo = () => {}
  const held = inTurn('ann', () => new Promise<void>((done) => (letGo = done)))
  const anns = Array.from({ length: 10 }, () => say('ann'))
  await expect(say('ben')).rejects.toMatchObject({ code: 'unavailable' })
  letGo()
  await held
  for (const one of await Promise.allSettled(anns)) expect(one).toMatchObject({ reason: { code: 'unavailable' } })
})
