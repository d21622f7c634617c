'use client'

import { useMemo, useRef } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import type { Arranged } from './arrange.ts'
import { fits, useArranging } from './use-arranging.ts'

/** What happens when something is dropped in the sidebar. The functions stay the same, so that nothing is drawn for them. */
export function useDrops(sections: readonly Arranged[]) {
  const chat = useChat()
  const arranging = useArranging()
  const latest = useRef(sections)
  latest.current = sections
  return useMemo(() => {
    const roomOf = (id: string) => chat.getState().rooms[id]
    return {
      takes(roomId: string, section: Arranged) {
        const room = roomOf(roomId)
        return room !== undefined && fits(room, section.id)
      },
      onRoomDrop(roomId: string, section: Arranged, index?: number) {
        const room = roomOf(roomId)
        if (room) arranging.put(room, section, index)
      },
      onSectionDrop(id: string, on: Arranged, after: boolean) {
        arranging.putSection(id, latest.current, on.id, after)
      },
      onFold: (section: Arranged) => arranging.change(section.id, { folded: !section.folded }),
    }
  }, [chat, arranging])
}
