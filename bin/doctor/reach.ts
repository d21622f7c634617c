import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:tls'
import { doubt, type Finding, fine, look, wrong } from './finding.ts'

const WITHIN_MS = 8_000
/** Long-polling sessions tried: among two hosts without stickiness one in 500 would pass. */
const TRIES = 8
const DAY_MS = 86_400_000
const CERTIFICATE_DAYS = 14

/**
 * Looks from outside, as a browser would: the pages answer, sockets open from their origin, the balancer leads every request of a
 * long-polling connection to one host, and certificates last. `web` and `sockets` are public origins.
 */
export async function lookFromOutside(web: string, sockets: string): Promise<Finding[]> {
  const looks = await Promise.all([
    look('TLS', () => lookAtCertificates(web, sockets)),
    look('pages', () => lookAtPages(web)),
    look('sockets', () => lookAtWebSocket(web, sockets)),
    look('balancer', () => lookAtPolling(web, sockets)),
  ])
  return looks.flat()
}

const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS), ...init }).catch((error: Error) => {
    const why = (error.cause as { code?: string } | undefined)?.code ?? error.name
    throw new Error(
      `${new URL(url).origin} does not answer (${why}): is it up, does its name lead here, does the firewall let it in?`,
    )
  })

async function lookAtPages(web: string): Promise<Finding[]> {
  const page = await ask(`${web}/sign-in`)
  if (page.status !== 200)
    return [wrong('pages', `${web}/sign-in answers ${page.status}: does the proxy hand pages on to the web process?`)]
  const token = await ask(`${web}/api/socket-token`)
  if (token.status !== 401)
    return [
      wrong(
        'pages',
        `${web}/api/socket-token answers ${token.status} to nobody, where 401 is expected: is something between that answers itself?`,
      ),
    ]
  const found = [fine('pages', `${web} answers`)]
  const cookies = (await ask(`${web}/api/auth/csrf`)).headers.getSetCookie()
  if (web.startsWith('https:') && !cookies.some((cookie) => /;\s*secure/i.test(cookie)))
    found.push(
      doubt(
        'cookies',
        'Cookies are not marked Secure though pages are https: set NEXTAUTH_URL, and let the proxy send X-Forwarded-Proto.',
      ),
    )
  return found
}

async function lookAtWebSocket(web: string, sockets: string): Promise<Finding[]> {
  const answer = await upgrade(`${sockets}/socket.io/?EIO=4&transport=websocket`, web)
  if (answer === 101) return [fine('sockets', `WebSocket opens at ${sockets} from ${web}`)]
  const why =
    answer === 403 || answer === 400
      ? `refuses (${answer}): name ${web} in NEXTAUTH_URL or ALLOWED_ORIGINS of the socket hosts, or let the proxy pass Upgrade on`
      : `answers ${answer}: let the proxy pass Upgrade and Connection on`
  return [wrong('sockets', `A WebSocket to ${sockets} ${why}. Until then clients long-poll, if they can.`)]
}

function upgrade(url: string, origin: string): Promise<number> {
  const { protocol } = new URL(url)
  const headers = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', origin },
    ...{ 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16, 7).toString('base64') },
  }
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'https:' ? httpsRequest : httpRequest)(url, { headers, timeout: WITHIN_MS, agent: false })
    const settle = (status: number, answer: IncomingMessage) => {
      answer.destroy()
      asked.destroy()
      resolve(status)
    }
    asked.once('upgrade', (answer, socket) => {
      socket.destroy()
      settle(101, answer)
    })
    asked.once('response', (answer) => settle(answer.statusCode ?? 0, answer))
    asked.once('timeout', () => asked.destroy(new Error(`${new URL(url).origin} did not answer in ${WITHIN_MS / 1_000} s`)))
    asked.once('error', reject)
    asked.end()
  })
}

/** Opens long-polling connections and sends one packet on each, with the cookies that came back where sockets are at the pages’ own origin, as a browser does. */
async function lookAtPolling(web: string, sockets: string): Promise<Finding[]> {
  const url = `${sockets}/socket.io/?EIO=4&transport=polling`
  let lost = 0
  for (let i = 0; i < TRIES; i++) {
    const opened = await ask(url, { headers: { origin: web } })
    const text = await opened.text()
    const sid = /"sid":"([^"]+)"/.exec(text)?.[1]
    if (!opened.ok || sid === undefined)
      return [
        wrong(
          'sockets',
          `${sockets} answers long-polling from ${web} with ${opened.status}: name ${web} in NEXTAUTH_URL or ALLOWED_ORIGINS of the socket hosts.`,
        ),
      ]
    if (new URL(web).origin !== new URL(sockets).origin && opened.headers.get('access-control-allow-origin') !== web)
      return [wrong('sockets', `${sockets} does not allow ${web} (Access-Control-Allow-Origin): does the proxy drop it?`)]
    const cookie = opened.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const headers = { origin: web, 'content-type': 'text/plain;charset=UTF-8', ...(cookie ? { cookie } : {}) }
    // "1" closes the connection again.
    const sent = await ask(`${url}&sid=${sid}`, { method: 'POST', headers, body: '1' })
    await sent.text()
    if (!sent.ok) lost += 1
  }
  if (lost === 0) return [fine('balancer', `all of ${TRIES} long-polling connections stayed at their host`)]
  return [
    wrong(
      'balancer',
      `${lost} of ${TRIES} long-polling connections were led to another host: make the balancer sticky (deploy/ has configurations). WebSocket needs none.`,
    ),
  ]
}

async function lookAtCertificates(web: string, sockets: string): Promise<Finding[]> {
  const origins = [...new Set([web, sockets])].filter((origin) => origin.startsWith('https:'))
  return Promise.all(
    origins.map(async (origin) => {
      const { hostname, port } = new URL(origin)
      const endsAt = await certificateEnd(hostname, Number(port || 443))
      const days = Math.floor((endsAt - Date.now()) / DAY_MS)
      const told = `the certificate of ${hostname} lasts ${days} days`
      return days < CERTIFICATE_DAYS ? doubt('TLS', `${told}: is it renewed by itself?`) : fine('TLS', told)
    }),
  )
}

function certificateEnd(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: host, timeout: WITHIN_MS }, () => {
      resolve(new Date(socket.getPeerCertificate().valid_to).getTime())
      socket.destroy()
    })
    socket.once('timeout', () => socket.destroy(new Error(`${host}:${port} did not answer in ${WITHIN_MS / 1_000} s`)))
    socket.once('error', (error) =>
      reject(new Error(`The certificate of ${host} is not accepted (${error.message}): renew it, or install the whole chain.`)),
    )
  })
}
