/** A dialog that has not come by then is not coming. */
const PATIENCE_MS = 3_000

let typed = ''
let stop: () => void = () => undefined

/** From now on what is typed is meant for a dialog that is still being fetched, and stays out of the field that has the focus. */
export function hearEarly() {
  stop()
  typed = ''
  const hear = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === 'Escape') return stop()
    if (event.key.length === 1) typed += event.key
    else if (event.key === 'Backspace') typed = typed.slice(0, -1)
    event.preventDefault()
    event.stopPropagation()
  }
  const timer = setTimeout(() => stop(), PATIENCE_MS)
  window.addEventListener('keydown', hear, true)
  stop = () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', hear, true)
  }
}

/** The dialog is there: what was typed for it until now. */
export function takeEarly(): string {
  stop()
  return typed
}
