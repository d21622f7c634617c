'use client'

import { type DragEvent, useState } from 'react'

const TYPE = 'text/x-parley-'

/** What is being dragged, by kind: the browser shows its data only when it is dropped. One pointer drags one thing. */
let dragged: { kind: 'room' | 'section'; id: string } | null = null

/** Handlers of what can be dragged. */
export const draggable = (kind: 'room' | 'section', id: string) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    dragged = { kind, id }
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData(`${TYPE}${kind}`, id)
    event.stopPropagation()
  },
  onDragEnd: () => {
    dragged = null
  },
})

/** Handlers of where it can be dropped, and on which half a thing that may be is held. */
export function useDrop(
  takes: (of: { kind: 'room' | 'section'; id: string }) => boolean,
  drop: (id: string, after: boolean) => void,
) {
  const [edge, setEdge] = useState<'before' | 'after' | null>(null)
  return {
    edge,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!dragged || !takes(dragged)) return
        event.preventDefault()
        event.stopPropagation()
        const { top, height } = event.currentTarget.getBoundingClientRect()
        setEdge(event.clientY > top + height / 2 ? 'after' : 'before')
      },
      onDragLeave: () => setEdge(null),
      onDrop: (event: DragEvent) => {
        setEdge(null)
        if (!dragged || !takes(dragged)) return
        event.preventDefault()
        event.stopPropagation()
        drop(dragged.id, edge === 'after')
        dragged = null
      },
    },
  }
}
