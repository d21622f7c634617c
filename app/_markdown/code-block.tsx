'use client'

import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { copyText } from '#app/_hooks/copy.ts'
import { say } from '#app/_words/say.ts'
import { useHighlight } from './use-highlight.ts'

const COPIED_MS = 1_600

/** A block of code, in colours where its language is told and known, with a button that copies it. */
export function CodeBlock({ text, language }: { text: string; language: string | null }) {
  const [copied, setCopied] = useState(false)
  const box = useRef<HTMLPreElement>(null)
  const colours = useHighlight(box, language, text)

  async function copy() {
    if (!(await copyText(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), COPIED_MS)
  }

  return (
    <div className="md-code group/code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre ref={box} tabIndex={0}>
        <code data-language={language ?? undefined}>{colours ?? text}</code>
      </pre>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? say.common.copied : say.common.copyCode}
        data-tip={copied ? say.common.copied : say.common.copyCode}
        className="absolute end-1.5 top-1.5 grid size-7 place-items-center rounded-md bg-code text-soft opacity-0 transition-opacity duration-120 hover:text-ink focus-visible:opacity-100 group-hover/code:opacity-100 pointer-coarse:size-9 pointer-coarse:opacity-100"
      >
        {copied ? <Check size={15} /> : <Copy size={15} />}
      </button>
    </div>
  )
}
