import type { Marked } from './format.ts'

const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s<>]+$/i

/** Whether a text is one address and nothing else. */
export const isAddress = (text: string): boolean => ADDRESS.test(text.trim()) && URL.canParse(text.trim())

/** The selection as a link. Without an address the caret waits where it goes, without words where they go. */
export function link(text: string, start: number, end: number, address = ''): Marked {
  const words = text.slice(start, end)
  const target = address.replaceAll('(', '%28').replaceAll(')', '%29')
  const next = `${text.slice(0, start)}[${words}](${target})${text.slice(end)}`
  const at = words === '' ? start + 1 : address === '' ? end + 3 : end + 4 + target.length
  return { text: next, start: at, end: at }
}
