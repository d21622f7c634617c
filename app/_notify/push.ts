'use client'

import { findWorker, mayWork, startWorker } from '#app/_offline/worker.ts'
import type { Chat } from '#client/index.ts'

const WANTED = 'parley:push'

/** Whether and how this browser can be asked. */
export type Permission = 'plain-http' | 'unsupported' | 'default' | 'granted' | 'denied'

export function permission(): Permission {
  if (!window.isSecureContext) return 'plain-http'
  return mayWork() && 'Notification' in window ? Notification.permission : 'unsupported'
}

/** Somebody wants to be reached in this browser while it is closed: kept, so that a subscription that was lost is made anew. */
export function wantsPush(): boolean {
  try {
    return localStorage.getItem(WANTED) === 'yes'
  } catch {
    return false
  }
}

function setWanted(wanted: boolean) {
  try {
    if (wanted) localStorage.setItem(WANTED, 'yes')
    else localStorage.removeItem(WANTED)
  } catch {}
}

const asText = (key: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/** Subscribes this browser with the installation's key and tells the server. Rejects with what the browser said. */
export async function reachHere(chat: Chat, serverKey: string): Promise<void> {
  const { pushManager } = await startWorker()
  const former = await pushManager.getSubscription()
  // Another key, as after a change of the secret: the browser keeps to the one it was made for.
  if (former && asText(former.options.applicationServerKey) !== serverKey) await former.unsubscribe()
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey })
  await chat.subscribePush({
    endpoint: made.endpoint,
    p256dh: asText(made.getKey('p256dh')),
    auth: asText(made.getKey('auth')),
    serverKey,
  })
  setWanted(true)
}

/** This browser is reached no more while it is closed. */
export async function leaveHere(chat: Chat): Promise<void> {
  setWanted(false)
  await chat.unsubscribePush()
  await dropSubscription()
}

export async function dropSubscription(): Promise<void> {
  const subscription = await (await findWorker())?.pushManager?.getSubscription().catch(() => null)
  await subscription?.unsubscribe().catch(() => undefined)
}

/** What was wanted here holds again: browsers lose subscriptions, and each sign-in is a session of its own. */
export async function reachAgain(chat: Chat): Promise<void> {
  if (!wantsPush() || permission() !== 'granted') return
  const { serverKey, subscribed } = await chat.notifications()
  const held = await (await findWorker())?.pushManager.getSubscription()
  if (subscribed && held && asText(held.options.applicationServerKey) === serverKey) return
  await reachHere(chat, serverKey)
}
