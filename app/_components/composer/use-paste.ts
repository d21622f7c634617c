'use client'

import type { ClipboardEvent } from 'react'
import type { Marked } from './format.ts'
import { isAddress, link } from './links.ts'

type Where = { text: string; start: number; end: number }
type Input = {
  place: () => Where
  onChange: (next: Marked) => void
  onInsert: (words: string) => void
  onFiles: (files: readonly File[]) => void
}

/** What a paste becomes: an address over a selection a link, formatted text Markdown, files are attached; anything else as it is. */
export function usePaste({ place, onChange, onInsert, onFiles }: Input) {
  return (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData
    const plain = event.clipboardData.getData('text/plain')
    const html = event.clipboardData.getData('text/html')
    if (files.length > 0 && plain === '' && !html.includes('<table')) {
      event.preventDefault()
      return onFiles([...files])
    }
    const { text, start, end } = place()
    if (start !== end && !text.slice(start, end).includes('\n') && isAddress(plain) && !isAddress(text.slice(start, end))) {
      event.preventDefault()
      return onChange(link(text, start, end, plain.trim()))
    }
    // Of an editor's code only the plain text is right.
    if (html === '' || types.includes('vscode-editor-data') || !isFormatted(html)) return
    event.preventDefault()
    import('#app/_markdown/from-html.ts').then(
      ({ markdownFromHtml }) => onInsert(markdownFromHtml(html) || plain),
      () => onInsert(plain),
    )
  }
}

/** Whether a piece of HTML says more than its plain text does. */
const isFormatted = (html: string): boolean =>
  /<(?:a\s[^>]*href|b|strong|em|i|del|s|h[1-6]|[uo]l|pre|code|table|blockquote)[\s>]/i.test(html)
