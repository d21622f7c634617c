// What stands between Parley's pages and the network in browsers that let it. It keeps a document that names nobody and the
// parts that document was built with, so that a page opens without a network. docs/decisions/0024-offline-shell.md

const DOCUMENT = '/offline'
const POINTER = 'parley-shell'
const PREFIX = 'parley-shell-'
/** Addresses that keep their name from one build to the next. */
const FIXED = ['/favicon.svg', '/icon.svg', '/icon-192.png', '/emoji/en.json']
/** Where the shell knows its way without the server. */
const PLACES = /^\/(?:(?:rooms|inbox|search|settings|discover|drafts)?|r\/[^/]+)$/
/** What stands in for a server that is not there. */
const AWAY = [502, 503, 504]
const BUILT = /\/_next\/static\/[\w./~%@-]+/g

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      // A shell that is there already is whole: a page brings the next one, with all its parts.
      if (!(await currentName())) await keepShell([])
      await self.skipWaiting()
    })(),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]))
})

self.addEventListener('message', (event) => {
  const { keep, words, forget } = event.data ?? {}
  const [port] = event.ports
  const work = forget ? forgetAll() : Array.isArray(keep) ? Promise.all([keepShell(keep), words && keepWords(words)]) : null
  if (!work) return
  event.waitUntil(
    work.then(
      () => port?.postMessage({ ok: true }),
      () => port?.postMessage({ ok: false }),
    ),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (PLACES.test(url.pathname)) event.respondWith(page(event))
  } else if (url.pathname.startsWith('/_next/static/')) event.respondWith(builtPart(request))
  else if (FIXED.includes(url.pathname)) event.respondWith(fixedPart(request))
})

/** The server's page; the kept one where there is no network, or nobody answers behind the proxy. */
async function page(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request))
    return AWAY.includes(answer.status) ? ((await kept(DOCUMENT)) ?? answer) : answer
  } catch (error) {
    const shell = await kept(DOCUMENT)
    if (shell) return shell
    throw error
  }
}

/** Its name says what is in it, so what is kept never differs from what the server has. */
const builtPart = async (request) => (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request)

async function fixedPart(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const held = await kept(request.url)
    if (held) return held
    throw error
  }
}

async function currentName() {
  const answer = await (await caches.open(POINTER)).match('/current')
  return answer?.text()
}

async function kept(url) {
  const name = await currentName()
  return name ? (await caches.open(name)).match(url, { ignoreVary: true }) : undefined
}

/**
 * Keeps the document of the build that the server has now, with its parts and those a page has used. They are a set of their
 * own, and only a set that is whole is used: never one build's document with another's parts.
 */
async function keepShell(used) {
  const answer = await fetch(DOCUMENT, { credentials: 'omit', cache: 'no-store' })
  if (!answer.ok || answer.redirected) throw new Error('the document is not there')
  const needed = [...new Set((await answer.clone().text()).match(BUILT) ?? [])].sort()
  const name = PREFIX + (await digest(needed.join('\n')))
  const set = await caches.open(name)
  await Promise.all([...needed, ...FIXED].map((url) => put(set, url)))
  const wanted = used.filter((url) => typeof url === 'string' && url.startsWith('/_next/static/'))
  // One that is gone from the server belonged to a page of a former build.
  await Promise.all(wanted.map((url) => put(set, url).catch(() => undefined)))
  await set.put(DOCUMENT, answer)
  const former = await currentName()
  await (await caches.open(POINTER)).put('/current', new Response(name))
  // Pages of the former build may be open still.
  const names = (await caches.keys()).filter((other) => other.startsWith(PREFIX))
  await Promise.all(names.filter((other) => other !== name && other !== former).map((other) => caches.delete(other)))
}

async function put(set, url) {
  const isBuilt = url.startsWith('/_next/static/')
  if (isBuilt && (await set.match(url, { ignoreVary: true }))) return
  const answer = (isBuilt && (await caches.match(url, { ignoreVary: true }))) || (await fetch(url, { credentials: 'omit' }))
  if (!answer.ok) throw new Error(`${url} is not there`)
  await set.put(url, answer)
}

async function forgetAll() {
  const names = (await caches.keys()).filter((name) => name === POINTER || name.startsWith(PREFIX))
  await Promise.all(names.map((name) => caches.delete(name)))
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

// Push -------------------------------------------------------------------------------------------------------------

self.addEventListener('push', (event) => {
  let payload = {}
  try {
    payload = event.data?.json() ?? {}
  } catch {}
  event.waitUntil(payload.kind === 'test' ? tested(payload) : told(payload))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.open ?? '/'))
})

const pages = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

/** A page that can be seen tells by itself; else one notification a room, the latest. */
async function told({ roomId, seq, title, body, unread, read }) {
  for (const one of Array.isArray(read) ? read : [])
    for (const shown of await self.registration.getNotifications({ tag: one })) shown.close()
  if (typeof unread === 'number') await self.navigator.setAppBadge?.(unread)?.catch(() => undefined)
  if ((await pages()).some((page) => page.visibilityState === 'visible')) return
  const words = await sayings()
  await self.registration.showNotification(title ?? 'Parley', {
    body: body ?? words.newMessage,
    tag: roomId,
    renotify: true,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    data: { open: roomId ? `/r/${roomId}?m=${seq}` : '/' },
  })
}

/** The last link of the test: the page that asked hears that it came all the way. */
async function tested({ nonce }) {
  const all = await pages()
  for (const page of all) page.postMessage({ pushTest: nonce })
  if (all.some((page) => page.visibilityState === 'visible')) return
  await self.registration.showNotification('Parley', { body: (await sayings()).testArrived, tag: 'test', icon: '/icon-192.png' })
}

async function open(path) {
  const [page] = await pages()
  if (!page) return self.clients.openWindow(path)
  page.postMessage({ open: path })
  await page.focus()
}

/** In the language of whoever was here last. */
async function sayings() {
  const held = await (await caches.open(POINTER)).match('/words')
  return held ? held.json() : { newMessage: 'New message', testArrived: 'Notifications arrive here.' }
}

async function keepWords({ newMessage, testArrived }) {
  await (await caches.open(POINTER)).put('/words', new Response(JSON.stringify({ newMessage, testArrived })))
}
