'use client'

import type { Place } from '#app/_hooks/place.ts'
import { KeepShell } from './keep-shell.tsx'
import { Notifier } from './notifier.tsx'
import { TabTitle } from './tab-title.tsx'
import { Undone } from './undone.tsx'

/** What goes on beside the screen, and is fetched after it. */
export function Beside({ place, community }: { place: Place; community: string }) {
  return (
    <>
      <TabTitle place={place} />
      <KeepShell community={community} />
      <Undone />
      <Notifier />
    </>
  )
}
