'use client'

import { useEffect, useRef, useState } from 'react'
import { keycaps } from '#app/_shortcuts/keys.ts'
import { type ShortcutId, shortcuts } from '#app/_shortcuts/registry.ts'
import { Keycaps } from './keycaps.tsx'

const DELAY_MS = 450
/** Within this time of a tip, the next one comes at once. */
const WARM_MS = 300

type Tip = { text: string; keys: string[]; x: number; y: number; below: boolean }

/** One tooltip for the whole page: whatever carries `data-tip` shows it on hover or keyboard focus. Esc hides it. */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null)
  const warmUntil = useRef(0)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let owner: Element | null = null

    const hide = () => {
      clearTimeout(timer)
      if (owner) warmUntil.current = Date.now() + WARM_MS
      owner = null
      setTip(null)
    }
    const show = (element: Element, delay: number) => {
      if (element === owner) return
      hide()
      owner = element
      timer = setTimeout(() => setTip(tipOf(element)), delay)
    }
    const over = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return
      const element = find(event.target)
      if (element) show(element, Date.now() < warmUntil.current ? 0 : DELAY_MS)
      else if (owner) hide()
    }
    const focus = (event: FocusEvent) => {
      const element = find(event.target)
      if (element?.matches(':focus-visible')) show(element, DELAY_MS)
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', over)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', hide)
    document.addEventListener('keydown', key)
    document.addEventListener('scroll', hide, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('keydown', key)
      document.removeEventListener('scroll', hide, true)
    }
  }, [])

  if (tip === null) return null
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed z-50 flex w-max max-w-72 animate-appear items-center gap-2 rounded-md bg-ink px-2 py-1 text-[0.75rem] leading-4 font-medium text-canvas"
      style={{ left: tip.x, top: tip.y, translate: tip.below ? '-50% 0' : '-50% -100%' }}
    >
      <span className="text-center" dir="auto">
        {tip.text}
      </span>
      {tip.keys.length > 0 && <Keycaps caps={tip.keys} inverse />}
    </div>
  )
}

const find = (target: EventTarget | null) => (target instanceof Element ? target.closest('[data-tip]') : null)

function tipOf(element: Element): Tip | null {
  const text = element.getAttribute('data-tip')
  if (!text || !element.isConnected) return null
  const id = element.getAttribute('data-tip-keys')
  const box = element.getBoundingClientRect()
  const below = box.top < 56
  const half = Math.min(144, text.length * 4 + 24)
  const x = Math.min(window.innerWidth - half - 4, Math.max(half + 4, box.left + box.width / 2))
  return {
    text,
    keys: id && id in shortcuts ? keycaps(shortcuts[id as ShortcutId].keys[0]) : [],
    x,
    y: below ? box.bottom + 6 : box.top - 6,
    below,
  }
}
