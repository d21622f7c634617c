import { say } from '#app/_words/say.ts'

const isMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const signs = (): Record<string, string> => ({
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageUp: say.common.keyPageUp,
  PageDown: say.common.keyPageDown,
  Delete: say.common.keyDelete,
  Control: say.common.keyCtrl,
})
const macSigns: Record<string, string> = { Shift: '⇧', Alt: '⌥', Control: '⌃' }

/** A binding as its keycaps: `$mod+k` is ["Ctrl", "K"], or ["⌘", "K"] on a Mac. */
export function keycaps(binding: string, mac = isMac()): string[] {
  const parts = binding === '+' ? ['+'] : binding.split('+')
  // "Shift+?" types one sign: the cap shows what is meant, not how it is reached.
  const shown = parts.length === 2 && parts[0] === 'Shift' && /^[^\w\s]$/.test(parts[1] ?? '') ? parts.slice(1) : parts
  return shown.map((part) => {
    if (part === '$mod') return mac ? '⌘' : say.common.keyCtrl
    if (mac && macSigns[part]) return macSigns[part]
    return signs()[part] ?? (part.length === 1 ? part.toUpperCase() : part)
  })
}
