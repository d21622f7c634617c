'use client'

import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import { saidInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Upload } from '#client/index.ts'
import { FileIcon } from './file-icon.tsx'
import { Img } from './img.tsx'
import { bytesInWords, kindOf } from './words.ts'

/** One file on its way up: what it is, how far it is, or why it can't go. */
export function UploadLine({ upload, children }: { upload: Upload; children?: ReactNode }) {
  const percent = upload.size === 0 ? 0 : Math.floor((upload.sent / upload.size) * 100)
  const failed = upload.state === 'failed'
  return (
    <div
      className={`flex w-64 max-w-full items-center gap-2.5 rounded-lg border bg-canvas p-1.5 narrow:w-full ${failed ? 'w-auto max-w-md border-danger' : 'border-line'}`}
    >
      <Small upload={upload} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-meta font-medium">
          <bdi>{upload.name}</bdi>
        </p>
        {failed ? (
          <p role="alert" className="flex gap-1 text-[0.75rem] leading-4 text-danger">
            <CircleAlert size={13} aria-hidden="true" className="mt-px shrink-0" />
            <bdi>{upload.error && saidInWords(upload.error.message)}</bdi>
          </p>
        ) : (
          <p className="tabular text-[0.75rem] leading-4 text-soft">{stateInWords(upload, percent)}</p>
        )}
        {(upload.state === 'uploading' || upload.state === 'waiting') && (
          <div
            role="progressbar"
            aria-label={say.files.goesUp(upload.name)}
            aria-valuenow={percent}
            className="mt-1 h-1 overflow-hidden rounded-full bg-press"
          >
            <div
              className="h-full rounded-full bg-accent-fill transition-[width] duration-180"
              style={{ width: `${percent}%` }}
            />
          </div>
        )}
      </div>
      {children}
    </div>
  )
}

function stateInWords({ state, size, error }: Upload, percent: number): string {
  if (error?.message) return saidInWords(error.message)
  switch (state) {
    case 'waiting':
      return say.files.waiting(bytesInWords(size))
    case 'uploading':
      return say.files.of2(percent, bytesInWords(size))
    case 'finishing':
      return say.files.beingLookedAtDots
    case 'ready':
      return bytesInWords(size)
    case 'failed':
      return say.files.notSent
    default:
      return state satisfies never
  }
}

/** A picture that is drawn. */
export const isDrawn = (type: string): boolean => DRAWN.test(type)

const DRAWN = /^image\/(png|jpeg|gif|webp)$/

/** The picture itself, from this device, or what kind of file it is. */
function Small({ upload }: { upload: Upload }) {
  const chat = useChat()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const blob = isDrawn(upload.type) ? chat.uploadBlob(upload.id) : null
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [chat, upload.id, upload.type])
  return (
    <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-md bg-hover">
      {url ? (
        <Img src={url} alt="" onError={() => setUrl(null)} className="size-full object-cover" />
      ) : (
        <FileIcon kind={kindOf({ type: upload.type })} size={18} />
      )}
    </span>
  )
}
