'use client'

import { type PointerEvent, useRef } from 'react'

const HOLD_MS = 450
const SLIP_PX = 10

/** Handlers that act when a finger rests on something. Scrolling and slipping away cancel. */
export function useLongPress(on: boolean, act: () => void) {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null)
  if (!on) return {}
  const drop = () => {
    if (held.current) clearTimeout(held.current.timer)
    held.current = null
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') return
      drop()
      held.current = { x: event.clientX, y: event.clientY, timer: setTimeout(act, HOLD_MS) }
    },
    onPointerMove: (event: PointerEvent) => {
      const from = held.current
      if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLIP_PX) drop()
    },
    onPointerUp: drop,
    onPointerCancel: drop,
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
}
