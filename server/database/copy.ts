import { Readable, Writable } from 'node:stream'
import type pg from 'pg'

/** As much of pg's connection as COPY needs. Its types leave it out. */
type Wire = {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
  stream: { pause(): void; resume(): void; writableNeedDrain: boolean; once(event: 'drain', listener: () => void): void }
}

/** What pg asks of everything that is given to `client.query` and is not a text. */
const NOTHING_ELSE = {
  handleRowDescription() {},
  handleDataRow() {},
  handleEmptyQuery() {},
  handlePortalSuspended() {},
}

const rowsIn = (message: { text?: string }) => Number(/(\d+)$/.exec(message.text ?? '')?.[1] ?? 0)

/** The bytes of `COPY … TO STDOUT`, as fast as they are read, and how many rows they were once they end. */
export function copyOut(client: pg.ClientBase, sql: string): { bytes: Readable; rows(): number } {
  let wire: Wire
  let rows = 0
  const bytes = new Readable({
    // Nothing comes before it was asked.
    read: () => wire?.stream.resume(),
  })
  client.query({
    ...NOTHING_ELSE,
    submit(connection: unknown) {
      wire = connection as Wire
      wire.query(sql)
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The parser uses its buffer again.
      if (!bytes.push(Buffer.from(chunk))) wire.stream.pause()
    },
    handleCommandComplete(message: { text?: string }) {
      rows = rowsIn(message)
    },
    handleReadyForQuery: () => bytes.push(null),
    handleError: (error: Error) => bytes.destroy(error),
  } as pg.Submittable)
  return { bytes, rows: () => rows }
}

/** Takes the bytes of `COPY … FROM STDIN`; `rows` is how many rows they made, once it has finished. */
export function copyIn(client: pg.ClientBase, sql: string): { into: Writable; rows(): number } {
  let wire: Wire
  let rows = 0
  let failure: Error | undefined
  const ready = createPromise()
  const ended = createPromise()
  const into = new Writable({
    write(chunk: Buffer, _, done) {
      ready.promise.then(() => {
        if (failure) return done(failure)
        wire.sendCopyFromChunk(chunk)
        if (wire.stream.writableNeedDrain) wire.stream.once('drain', () => done())
        else done()
      }, done)
    },
    final(done) {
      ready.promise
        .then(() => {
          wire.endCopyFrom()
          return ended.promise
        })
        .then(() => done(), done)
    },
    destroy(error, done) {
      if (error && !failure) wire?.sendCopyFail('what was to be read broke off')
      done(error)
    },
  })
  client.query({
    ...NOTHING_ELSE,
    submit(connection: unknown) {
      wire = connection as Wire
      wire.query(sql)
    },
    handleCopyInResponse: () => ready.resolve(),
    handleCopyData() {},
    handleCommandComplete(message: { text?: string }) {
      rows = rowsIn(message)
    },
    handleReadyForQuery: () => ended.resolve(),
    handleError(error: Error) {
      failure = error
      ready.reject(error)
      ended.reject(error)
    },
  } as pg.Submittable)
  return { into, rows: () => rows }
}

/** Settled from outside; a rejection that nobody waits for is no failure of its own. */
function createPromise() {
  let resolve: () => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  promise.catch(() => undefined)
  return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) }
}
