'use client'

import type { ComponentProps } from 'react'
import { Announcer } from './announcer.tsx'
import { JumpToPresent } from './jump-to-present.tsx'
import { StickyDay } from './sticky-day.tsx'

type Props = {
  day: ComponentProps<typeof StickyDay>
  jump: ComponentProps<typeof JumpToPresent>
  announced: ComponentProps<typeof Announcer>
  waiting: boolean
}

/** What lies over a timeline, or is only heard of it: it is fetched after the messages are drawn. */
export function Over({ day, jump, announced, waiting }: Props) {
  return (
    <>
      {!waiting && <StickyDay {...day} />}
      <JumpToPresent {...jump} />
      <Announcer {...announced} />
    </>
  )
}
