import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { carry, type Mode } from './wire.ts'

/** `down` is towards whoever connected, `up` towards the server. */
export type Way = 'down' | 'up'

/** One connection through a proxy. `kinds` is what it was recognised as, by what passed. */
type Pair = { near: Socket; far: Socket; kinds: Set<string> }

/** What a proxy does, to which connections, in which direction. Left out: to all of them, both ways. */
export type Trouble = Mode & { kind?: string; way?: Way }

export type Link = {
  port: number
  /** Does this to every connection that fits, open or to come, until the next call. `pass` is how it begins. */
  set(trouble: Trouble): void
  /** Cuts open connections with a reset, those that `choose` picks. Answers how many. */
  cut(choose?: () => boolean): number
  /** Cuts everything and lets nobody in until `mend`: connections are refused. */
  refuse(): Promise<void>
  mend(): Promise<void>
  open(): number
  /** Bytes that were swallowed since the start. */
  swallowed(): number
  close(): Promise<void>
}

type Wanted = {
  /** Ports of 127.0.0.1, in the order in which they are tried. */
  targets: () => readonly number[]
  /** What a connection is recognised as, by a piece of what goes up. */
  recognise?: (chunk: Buffer) => string | undefined
}

/** A TCP proxy of our own on a free port of the loopback: every link of the cluster goes through one. */
export async function startProxy({ targets, recognise }: Wanted): Promise<Link> {
  const pairs = new Set<Pair>()
  let trouble: Trouble = { mode: 'pass' }
  let swallowed = 0

  const modeOf = (pair: Pair, way: Way): Mode => {
    const fits = (trouble.kind === undefined || pair.kinds.has(trouble.kind)) && (trouble.way ?? way) === way
    return fits ? trouble : { mode: 'pass' }
  }

  function join(near: Socket, far: Socket) {
    const pair: Pair = { near, far, kinds: new Set() }
    pairs.add(pair)
    const swallow = (bytes: number) => {
      swallowed += bytes
    }
    if (recognise) {
      near.on('data', (chunk: Buffer) => {
        const kind = recognise(chunk)
        if (kind) pair.kinds.add(kind)
      })
    }
    carry(near, far, () => modeOf(pair, 'up'), swallow)
    const isUnheard = carry(far, near, () => modeOf(pair, 'down'), swallow)
    near.on('close', () => {
      pairs.delete(pair)
      far.destroy()
    })
    // What a server said before it closed is on its way still.
    far.on('close', () => void (isUnheard() || near.destroy()))
  }

  /** Tries one target after the other, as a balancer does with a server that refuses. */
  function reach(near: Socket, [port, ...rest]: readonly number[]) {
    if (port === undefined || near.destroyed) return void near.destroy()
    const far = connect({ host: '127.0.0.1', port, noDelay: true })
    far.once('connect', () => {
      far.off('error', next)
      far.on('error', () => undefined)
      if (near.destroyed) far.destroy()
      else join(near, far)
    })
    const next = () => reach(near, rest)
    far.once('error', next)
  }

  const server = createServer({ noDelay: true, pauseOnConnect: true }, (near) => {
    near.on('error', () => undefined)
    reach(near, targets())
  })
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = (choose: () => boolean = () => true) => {
    const chosen = [...pairs].filter(choose)
    for (const { near } of chosen) near.resetAndDestroy()
    return chosen.length
  }
  const shut = async () => {
    if (server.listening) {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    }
  }
  const port = await listen(0)

  return {
    port,
    set(next) {
      trouble = next
    },
    cut,
    refuse: shut,
    async mend() {
      trouble = { mode: 'pass' }
      if (!server.listening) await listen(port)
    },
    open: () => pairs.size,
    swallowed: () => swallowed,
    close: shut,
  }
}
