'use client'

import { RotateCw, X } from 'lucide-react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import type { Upload } from '#client/index.ts'
import { UploadLine } from './upload-line.tsx'

/** The files that the next message carries, on their way up, each to be cancelled. */
export function Tray({ uploads }: { uploads: readonly Upload[] }) {
  const chat = useChat()
  return (
    <ul
      aria-label={say.files.attachedFiles}
      className="flex max-h-[min(40dvh,17rem)] flex-wrap gap-2 overflow-y-auto border-b border-line p-2.5"
    >
      {uploads.map((upload) => (
        <li key={upload.id} className="max-w-full narrow:w-full">
          <UploadLine upload={upload}>
            {upload.state === 'failed' && upload.error?.code !== 'too_large' && upload.error?.code !== 'invalid' && (
              <IconButton size="small" label={say.files.tryAgain(upload.name)} onClick={() => chat.retryUpload(upload.id)}>
                <RotateCw size={14} />
              </IconButton>
            )}
            <IconButton size="small" label={say.files.remove(upload.name)} onClick={() => chat.unattach(upload.id)}>
              <X size={15} />
            </IconButton>
          </UploadLine>
        </li>
      ))}
    </ul>
  )
}
