'use client'

import { useMemo } from 'react'
import { isPlain } from '#app/_markdown/inline-tokens.ts'
import { useParser } from '#app/_markdown/parser.ts'
import { renderMarkdown } from '#app/_markdown/render.tsx'
import { Words } from '#app/_markdown/words.tsx'
import { readable } from '#app/_words/readable.ts'

/** A body with its Markdown drawn, once the parser is here; until then, and where there is none, as words. */
export function Drawn({ source }: { source: string }) {
  const parse = useParser()
  const text = useMemo(() => readable(source), [source])
  const plain = isPlain(text)
  return useMemo(
    () => (plain || parse === null ? <Words text={text} /> : renderMarkdown(parse(text), text)),
    [text, plain, parse],
  )
}
