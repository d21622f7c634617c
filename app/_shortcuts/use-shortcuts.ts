'use client'

import { useEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import { type ShortcutId, shortcuts } from './registry.ts'

type Handlers = Partial<Record<ShortcutId, (event: KeyboardEvent) => void>>

/** Binds shortcuts to the window while the component is there. None acts in a dialog, a menu or while text is being composed. */
export function useShortcuts(handlers: Handlers) {
  const latest = useRef(handlers)
  latest.current = handlers
  const ids = Object.keys(handlers).join(' ')

  useEffect(() => {
    if (ids === '') return
    const bindings: Record<string, (event: KeyboardEvent) => void> = {}
    for (const id of ids.split(' ').filter((one): one is ShortcutId => one in shortcuts)) {
      for (const keys of shortcuts[id].keys) {
        bindings[keys] = (event) => {
          if (!mayAct(id, keys, event)) return
          latest.current[id]?.(event)
        }
      }
    }
    return tinykeys(window, bindings)
  }, [ids])
}

function mayAct(id: ShortcutId, keys: string, event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return false
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('[role="dialog"],[role="alertdialog"],[role="menu"]')) return false
  const { where } = shortcuts[id]
  return !(where === 'outside-text' && !keys.includes('$mod') && isText(target))
}

/** Whether typing here writes text. */
export const isText = (target: Element | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"]):not([type="radio"])'))
