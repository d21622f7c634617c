'use client'

import { Captions, RotateCw, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import type { Upload } from '#client/index.ts'
import { ALT_MAX } from '#protocol/limits.ts'
import { isDrawn, UploadLine } from './upload-line.tsx'

/** The files that the next message carries, on their way up, each to be cancelled. */
export function Tray({ uploads }: { uploads: readonly Upload[] }) {
  return (
    <ul
      aria-label={say.files.attachedFiles}
      className="flex max-h-[min(40dvh,17rem)] flex-wrap gap-2 overflow-y-auto border-b border-line p-2.5"
    >
      {uploads.map((upload) => (
        <li key={upload.id} className="max-w-full narrow:w-full">
          <One upload={upload} />
        </li>
      ))}
    </ul>
  )
}

function One({ upload }: { upload: Upload }) {
  const chat = useChat()
  const [describing, setDescribing] = useState(Boolean(upload.alt))
  const { id, name, state, error } = upload
  const field = useRef<HTMLInputElement>(null)
  const describable = isDrawn(upload.type) && state !== 'failed'

  function toggle() {
    flushSync(() => setDescribing(!describing))
    field.current?.focus()
  }

  return (
    <>
      <UploadLine upload={upload}>
        {state === 'failed' && error?.code !== 'too_large' && error?.code !== 'invalid' && (
          <IconButton size="small" label={say.files.tryAgain(name)} onClick={() => chat.retryUpload(id)}>
            <RotateCw size={14} />
          </IconButton>
        )}
        {describable && (
          <IconButton size="small" label={say.files.describe(name)} pressed={describing} onClick={toggle}>
            <Captions size={16} />
          </IconButton>
        )}
        <IconButton size="small" label={say.files.remove(name)} onClick={() => chat.unattach(id)}>
          <X size={15} />
        </IconButton>
      </UploadLine>
      {describable && describing && (
        <input
          aria-label={say.files.whatItShows(name)}
          placeholder={say.files.whatItShowsForWho}
          defaultValue={upload.alt}
          maxLength={ALT_MAX}
          dir="auto"
          ref={field}
          onChange={(event) => void chat.describe(id, event.currentTarget.value.trim())}
          className="mt-1.5 h-8 w-64 max-w-full rounded-lg border border-line-strong bg-field px-2.5 text-meta placeholder:text-soft narrow:h-11 narrow:w-full"
        />
      )}
    </>
  )
}
