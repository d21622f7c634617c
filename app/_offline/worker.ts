'use client'

const WORKER = '/sw.js'
/** A worker that has not answered within this time (ms) is not waited for. */
const ANSWER_MS = 10_000

/** Browsers run a service worker on https and on this very machine only. */
export const mayWork = () => typeof navigator !== 'undefined' && 'serviceWorker' in navigator && window.isSecureContext

export const findWorker = async (): Promise<ServiceWorkerRegistration | null> =>
  mayWork() ? ((await navigator.serviceWorker.getRegistration('/').catch(() => undefined)) ?? null) : null

/** Registers the worker and waits until it runs. Rejects where the browser does not let it. */
export async function startWorker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(WORKER)
  return navigator.serviceWorker.ready
}

/** Asks the worker for something; true when it was done. */
export function tellWorker(registration: ServiceWorkerRegistration, words: object): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = setTimeout(resolve, ANSWER_MS, false)
    port1.onmessage = (event: MessageEvent<{ ok: boolean }>) => {
      clearTimeout(timer)
      port1.close()
      resolve(event.data.ok)
    }
    registration.active?.postMessage(words, [port2])
  })
}

/** The parts of the build that this page has used, as paths. */
export function usedParts(): string[] {
  const urls = [
    ...Array.from(document.querySelectorAll<HTMLScriptElement>('script[src]'), (script) => script.src),
    ...Array.from(document.querySelectorAll<HTMLLinkElement>('link[href]'), (link) => link.href),
    ...performance.getEntriesByType('resource').map((entry) => entry.name),
  ]
  const own = urls.map((url) => new URL(url, location.href)).filter((url) => url.origin === location.origin)
  return [...new Set(own.map((url) => url.pathname))].filter((path) => path.startsWith('/_next/static/'))
}

/** Nothing of the shell stays in this browser; the worker itself does, and keeps nothing until somebody signs in. */
export async function forgetShell(): Promise<void> {
  const registration = await findWorker()
  if (registration?.active) await tellWorker(registration, { forget: true })
}
