import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Proxy = {
  url: string
  /** Connections that are open now. */
  open(): number
  /** Cuts some of the open connections without a goodbye, chosen by `choose`; all of them when it is left out. Answers how many. */
  cut(choose?: () => boolean): number
  /** Connections from now on lead elsewhere. */
  to(target: string): void
  close(): Promise<void>
}

/** A wire to `target` that tests can cut: a TCP proxy on a free port of the loopback. */
export async function startProxy(target: string): Promise<Proxy> {
  let aim = new URL(target)
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer((near) => {
    const far = connect({ host: aim.hostname, port: Number(aim.port) })
    const pair = [near, far] as const
    pairs.add(pair)
    near.pipe(far)
    far.pipe(near)
    for (const end of pair) {
      end.setNoDelay(true)
      end.on('error', () => undefined)
      end.on('close', () => {
        pairs.delete(pair)
        for (const other of pair) other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (choose: () => boolean = () => true) => {
    const chosen = [...pairs].filter(choose)
    for (const [near] of chosen) near.resetAndDestroy()
    return chosen.length
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => pairs.size,
    cut,
    to: (next) => {
      aim = new URL(next)
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
