import type { ServerResponse } from 'node:http'

/** `ready` is asked by balancers: whether new connections should come here. */
export type Health = { ready: () => Promise<boolean> }

/** `/healthz`: the process runs. `/readyz`: it can do its work. True when the path was one of them. */
export function answerHealth(path: string, response: ServerResponse, health: Health): boolean {
  if (path !== '/healthz' && path !== '/readyz') return false
  const say = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
  if (path === '/healthz') say(200, { ok: true })
  else
    health.ready().then(
      (ready) => say(ready ? 200 : 503, { ready }),
      () => say(503, { ready: false }),
    )
  return true
}
