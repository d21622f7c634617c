'use client'

import { type ComponentType, useEffect, useState } from 'react'
import type { Area } from '#app/_words/en/index.ts'
import { loadArea } from '#app/_words/load.ts'

const parts: (() => Promise<unknown>)[] = []

/** Something that is fetched when it is first asked for, or before that by `fetchParts`. */
export function fetchedOnce<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | null = null
  const fetchPart = () => {
    part ??= load().catch((error) => {
      part = null
      throw error
    })
    return part
  }
  parts.push(fetchPart)
  return fetchPart
}

/**
 * A part of the page that is fetched when it is first drawn, or before that by `fetchParts`. Where it can't be fetched,
 * nothing is drawn and it is tried again once the network is back: a lazy component would take the whole page down.
 * `areas`: the words it is drawn with that the shell does not have.
 */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  ...areas: readonly Area[]
): ComponentType<Props> {
  let part: ComponentType<Props> | null = null
  const fetchPart = fetchedOnce(async () => {
    const [came] = await Promise.all([load(), ...areas.map(loadArea)])
    part = came
    return part
  })

  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its module is read
  return function Fetched(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => part)
    useEffect(() => {
      if (Part !== null) return
      let dropped = false
      const attempt = () =>
        void fetchPart().then(
          (came) => !dropped && setPart(() => came),
          () => undefined,
        )
      attempt()
      window.addEventListener('online', attempt)
      return () => {
        dropped = true
        window.removeEventListener('online', attempt)
      }
    }, [Part])
    return Part && <Part {...props} />
  }
}

/** Fetches every part while the network is there, one after the other, so that all of them work when it is not. */
export async function fetchParts(): Promise<void> {
  for (const fetchPart of parts) await fetchPart().catch(() => undefined)
}
