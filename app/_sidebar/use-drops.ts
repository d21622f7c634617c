'use client'

import { useMemo, useRef } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import type { Arranged } from './arrange.ts'
import { fits, useArranging } from './use-arranging.ts'

export type Drops = ReturnType<typeof useDrops>

/** What happens when something is dropped in the sidebar. The functions stay the same, so that nothing is drawn for them. */
export function useDrops(sections: readonly Arranged[]) {
  const chat = useChat()
  const arranging = useArranging()
  const latest = useRef(sections)
  latest.current = sections
  return useMemo(() => {
    const roomOf = (id: string) => chat.getState().rooms[id]
    const sectionOf = (id: string) => latest.current.find((section) => section.id === id)
    return {
      takes(roomId: string, sectionId: string) {
        const room = roomOf(roomId)
        return room !== undefined && fits(room, sectionId)
      },
      /** Into a section, beside one of its rooms where it was dropped on one. */
      room(roomId: string, sectionId: string, beside?: { id: string; after: boolean }) {
        const [room, section] = [roomOf(roomId), sectionOf(sectionId)]
        if (!room || !section) return
        if (!beside) return arranging.put(room, section)
        const at = section.rooms.filter((other) => other.id !== roomId).findIndex((other) => other.id === beside.id)
        arranging.put(room, section, at + Number(beside.after))
      },
      section: (id: string, onId: string, after: boolean) => arranging.putSection(id, latest.current, onId, after),
    }
  }, [chat, arranging])
}
