'use client'

import { useSyncExternalStore } from 'react'

type Prompt = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }

let offered: Prompt | null = null
const listeners = new Set<() => void>()

function offer(next: Prompt | null) {
  offered = next
  for (const listener of listeners) listener()
}

if (typeof window !== 'undefined') {
  window.addEventListener('beforeinstallprompt', (event) => {
    // Nobody is asked unasked: the settings offer it.
    event.preventDefault()
    offer(event as Prompt)
  })
  window.addEventListener('appinstalled', () => offer(null))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Asks the browser to install Parley; null where it does not offer that (now). */
export function useInstall(): (() => Promise<void>) | null {
  const prompt = useSyncExternalStore(
    subscribe,
    () => offered,
    () => null,
  )
  if (prompt === null) return null
  return async () => {
    await prompt.prompt()
    // It can be asked once only.
    offer(null)
  }
}

/** It runs as an app of its own. */
export const isInstalled = () =>
  window.matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true

export type Browser = 'firefox' | 'safari' | 'ios' | 'chromium'

/** Roughly, to say where its menus have things. */
export function whichBrowser({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): Browser {
  if (/iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'ios'
  if (/Firefox\//.test(userAgent)) return 'firefox'
  if (/Safari\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent)) return 'safari'
  return 'chromium'
}
