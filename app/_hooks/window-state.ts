'use client'

import { useSyncExternalStore } from 'react'

const focusEvents = ['focus', 'blur'] as const

function onFocus(listener: () => void) {
  for (const name of focusEvents) window.addEventListener(name, listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    for (const name of focusEvents) window.removeEventListener(name, listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

/** The person looks at this window now: only then something counts as read. */
export const useWindowFocused = () =>
  useSyncExternalStore(
    onFocus,
    () => document.visibilityState === 'visible' && document.hasFocus(),
    () => false,
  )

function onLine(listener: () => void) {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** False when the device itself has no network. */
export const useOnline = () =>
  useSyncExternalStore(
    onLine,
    () => navigator.onLine,
    () => true,
  )
