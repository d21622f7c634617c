'use client'

import { Captions, ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { direction, say } from '#app/_words/say.ts'
import type { Attachment } from '#protocol/models.ts'
import { FileIcon } from './file-icon.tsx'
import { Img } from './img.tsx'
import { PdfPages } from './pdf-pages.tsx'
import { Player } from './player.tsx'
import { TextFile } from './text-file.tsx'
import { bytesInWords, filePath, kindOf } from './words.ts'

type Props = { files: readonly Attachment[]; at: number; mine?: boolean | undefined; onClose: () => void }

/** A message's files, one at a time over everything: the arrow keys go on, Escape goes back. */
export function Lightbox({ files, at, mine, onClose }: Props) {
  const [index, setIndex] = useState(Math.max(0, at))
  const dialogs = useDialogs()
  const opener = useRef(typeof document === 'undefined' ? null : document.activeElement)
  const file = files[index]
  if (!file) return null
  const step = (by: number) => setIndex((index + by + files.length) % files.length)

  function onKey(event: KeyboardEvent) {
    if (event.target instanceof HTMLMediaElement || files.length < 2) return
    const towards = direction() === 'rtl' ? -1 : 1
    if (event.key === 'ArrowLeft') step(-towards)
    else if (event.key === 'ArrowRight') step(towards)
    else return
    event.preventDefault()
  }

  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-black/50" />
        <Primitive.Content
          aria-describedby={undefined}
          onKeyDown={onKey}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={(event) => {
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return
            event.preventDefault()
            opener.current.focus({ preventScroll: true })
          }}
          className="fixed inset-0 z-40 flex animate-appear flex-col bg-canvas outline-none"
        >
          <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-3.5">
            <Primitive.Title className="min-w-0 truncate text-[0.9375rem] font-semibold tracking-tight">
              <bdi>{file.name}</bdi>
            </Primitive.Title>
            <span className="shrink-0 text-meta text-soft narrow:hidden">
              {bytesInWords(file.size)}
              {files.length > 1 && say.files.of(index + 1, files.length)}
            </span>
            <span className="ms-auto flex items-center">
              {files.length > 1 && (
                <>
                  <IconButton label={say.files.previousFile} onClick={() => step(-1)}>
                    <ChevronLeft size={19} className="rtl:-scale-x-100" />
                  </IconButton>
                  <IconButton label={say.files.nextFile} onClick={() => step(1)}>
                    <ChevronRight size={19} className="rtl:-scale-x-100" />
                  </IconButton>
                </>
              )}
              {mine && kindOf(file) === 'picture' && (
                <IconButton label={say.files.describe2} onClick={() => dialogs.open({ name: 'describe-file', file })}>
                  <Captions size={19} />
                </IconButton>
              )}
              <a
                href={filePath(file.id, 'download')}
                download={file.name}
                aria-label={say.files.download2}
                data-tip={say.files.download2}
                className="grid size-8 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink narrow:size-11"
              >
                <Download size={18} />
              </a>
              <Primitive.Close asChild>
                <IconButton label={say.files.close}>
                  <X size={19} />
                </IconButton>
              </Primitive.Close>
            </span>
          </header>
          <div className="flex min-h-0 flex-1 flex-col bg-side">
            <Shown key={file.id} file={file} />
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function Shown({ file }: { file: Attachment }) {
  const kind = kindOf(file)
  switch (kind) {
    case 'picture':
      return (
        <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-3 p-4 narrow:px-0">
          <Img
            src={filePath(file.id)}
            alt={file.alt ?? file.name}
            width={file.width}
            height={file.height}
            className="max-h-full min-h-0 max-w-full object-contain"
          />
          {file.alt && (
            // The picture is read out with these words already.
            <p aria-hidden="true" dir="auto" className="max-w-[76ch] shrink-0 px-4 text-center text-meta text-soft">
              {file.alt}
            </p>
          )}
        </div>
      )
    case 'video':
    case 'sound':
      return (
        <div className="grid min-h-0 flex-1 place-items-center p-4">
          <Player file={file} kind={kind} className={kind === 'video' ? 'max-h-full' : 'max-w-lg'} />
        </div>
      )
    case 'pdf':
      return <PdfPages file={file} />
    case 'text':
      return <TextFile file={file} />
    case 'other':
      return (
        <div className="grid flex-1 place-content-center justify-items-center gap-3 p-6 text-center text-soft">
          <FileIcon kind={kind} size={40} />
          <p>{say.files.thisFileCantBeShown}</p>
        </div>
      )
    default:
      return kind satisfies never
  }
}
