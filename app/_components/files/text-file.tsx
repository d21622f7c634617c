'use client'

import { useEffect, useState } from 'react'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { CodeBlock } from '#app/_markdown/code-block.tsx'
import { readable } from '#app/_words/readable.ts'
import { say } from '#app/_words/say.ts'
import type { Attachment } from '#protocol/models.ts'
import { filePath } from './words.ts'

/** As much of a text is shown, in bytes: the rest is in the download. */
const SHOWN_BYTES = 512_000

/** A text or code, in colours where the ending of its name says which. */
export function TextFile({ file }: { file: Attachment }) {
  const [text, setText] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const language = /\.([a-z0-9]{1,12})$/i.exec(file.name)?.[1] ?? null

  useEffect(() => {
    const abort = new AbortController()
    fetch(filePath(file.id), { headers: { range: `bytes=0-${SHOWN_BYTES - 1}` }, signal: abort.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`the file was answered ${answer.status}`)
        setText(readable(await answer.text()))
      })
      .catch(() => !abort.signal.aborted && setFailed(true))
    return () => abort.abort()
  }, [file.id])

  if (failed) return <p className="p-6 text-center text-danger">{say.files.theFileCantBeShown}</p>
  if (text === null) return <Bone className="m-5 h-40" />
  return (
    <div className="md min-h-0 flex-1 overflow-auto p-5 narrow:p-2.5">
      <CodeBlock text={text} language={language} />
      {file.size > SHOWN_BYTES && <p className="text-meta text-soft">{say.files.thisIsTheBeginningDownload}</p>}
    </div>
  )
}
