'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { clampSidebarWidth, SIDEBAR_MAX, SIDEBAR_MIN } from '#app/_preferences/preferences.ts'
import { saveSidebarWidth } from '#app/_preferences/save.ts'
import { direction, say } from '#app/_words/say.ts'

const KEY_STEP = 12

/** The edge of the sidebar: drag it, or move it with the arrow keys. */
export function Resizer({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const grip = useRef<{ x: number; width: number } | null>(null)

  // The edge is at the other side where one reads from the right.
  const towards = direction() === 'rtl' ? -1 : 1

  function move(event: PointerEvent) {
    if (grip.current) onWidth(clampSidebarWidth(grip.current.width + (event.clientX - grip.current.x) * towards))
  }
  function drop() {
    if (grip.current) saveSidebarWidth(width)
    grip.current = null
  }
  function onKey(event: KeyboardEvent) {
    const step = towards * (event.key === 'ArrowRight' ? KEY_STEP : event.key === 'ArrowLeft' ? -KEY_STEP : 0)
    if (step === 0) return
    event.preventDefault()
    const wider = clampSidebarWidth(width + step)
    onWidth(wider)
    saveSidebarWidth(wider)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no <hr>
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={say.sidebar.widthOfTheSidebar}
      aria-valuenow={width}
      aria-valuemin={SIDEBAR_MIN}
      aria-valuemax={SIDEBAR_MAX}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, width }
      }}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={onKey}
      className="absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none transition-colors duration-120 after:absolute after:inset-y-0 after:start-[3px] after:w-px hover:after:bg-accent focus-visible:outline-none focus-visible:after:w-0.5 focus-visible:after:bg-accent narrow:hidden"
    />
  )
}
