'use client'

import type { Root } from 'mdast'
import { useSyncExternalStore } from 'react'

type Parse = (source: string) => Root

let parse: Parse | null = null
let loading: Promise<void> | null = null
const listeners = new Set<() => void>()

/** Fetches the parser, which is kept out of what the first paint needs. Until it is here, messages are drawn as plain words. */
export function loadParser(): Promise<void> {
  loading ??= import('./parse.ts').then(
    (module) => {
      parse = module.parseMarkdown
      for (const listener of listeners) listener()
    },
    () => {
      // Without network: tried again when it is next wanted.
      loading = null
    },
  )
  return loading
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The parser, or null until it is here. */
export const useParser = (): Parse | null =>
  useSyncExternalStore(
    subscribe,
    () => parse,
    () => null,
  )
