import { connect, createServer, type Socket } from 'node:net'

export type Proxy = {
  url: string
  /** From now on, lets nothing through towards the client on connections that exist; nobody is told. New ones work. */
  deafen(): void
  /** Breaks the connections that exist. New ones work. */
  cut(): void
  /** Shut, it breaks everything and lets nobody in. */
  shut(next: boolean): void
  close(): void
}

/** A TCP proxy before a server, for links that look alive and are not. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target)
  const links = new Set<{ client: Socket; upstream: Socket }>()
  let isShut = false
  const server = createServer((client) => {
    if (isShut) return client.destroy()
    const upstream = connect(Number(port), hostname)
    const link = { client, upstream }
    links.add(link)
    client.pipe(upstream)
    upstream.pipe(client)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        links.delete(link)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const { client, upstream } of links) {
      client.destroy()
      upstream.destroy()
    }
  }
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    url: `redis://127.0.0.1:${address.port}`,
    deafen: () => {
      for (const { client, upstream } of links) {
        upstream.unpipe(client)
        upstream.resume()
      }
    },
    cut,
    shut: (next) => {
      isShut = next
      if (isShut) cut()
    },
    close: () => {
      server.close()
      cut()
    },
  }
}
