'use client'

import { Download } from 'lucide-react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { say } from '#app/_words/say.ts'
import type { Attachment } from '#protocol/models.ts'
import { FileIcon } from './file-icon.tsx'
import { frameOf } from './frame.ts'
import { Img } from './img.tsx'
import { Player } from './player.tsx'
import { bytesInWords, filePath, kindOf } from './words.ts'

type Props = {
  files: readonly Attachment[]
  tabbable: boolean
  /** One's own: they may be described. */
  mine?: boolean
}

/** The files of a message: pictures side by side, films and sound to be played where they stand, everything else as a line. */
export function Attachments({ files, tabbable, mine = false }: Props) {
  const dialogs = useDialogs()
  const open = (file: Attachment) => dialogs.open({ name: 'files', files, at: files.indexOf(file), mine })
  const pictures = files.filter((file) => kindOf(file) === 'picture')
  const others = files.filter((file) => kindOf(file) !== 'picture')
  return (
    <div className="flex flex-col gap-1.5 pt-1 pb-1">
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {pictures.map((file) => (
            <Picture key={file.id} file={file} isAlone={pictures.length === 1} tabbable={tabbable} onOpen={() => open(file)} />
          ))}
        </div>
      )}
      {others.map((file) => (
        <FileLine key={file.id} file={file} tabbable={tabbable} onOpen={() => open(file)} />
      ))}
    </div>
  )
}

type One = { file: Attachment; tabbable: boolean; onOpen: () => void }

function Picture({ file, isAlone, tabbable, onOpen }: One & { isAlone: boolean }) {
  const frame = frameOf(file, isAlone)
  return (
    <button
      type="button"
      tabIndex={tabbable ? 0 : -1}
      onClick={onOpen}
      aria-label={say.files.open(file.alt ? `${file.name}: ${file.alt}` : file.name)}
      style={{ width: frame.width, aspectRatio: `${frame.width} / ${frame.height}`, ...blurOf(file) }}
      className="relative max-w-full overflow-hidden rounded-lg border border-line bg-hover bg-cover bg-center focus-visible:outline-offset-2"
    >
      <Img
        src={filePath(file.id, file.type === 'image/gif' ? undefined : 'thumb')}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        className="size-full object-cover"
      />
    </button>
  )
}

const blurOf = ({ blur }: Attachment) =>
  blur === undefined || !/^[\w+/=]+$/.test(blur) ? {} : { backgroundImage: `url(data:image/webp;base64,${blur})` }

function FileLine({ file, tabbable, onOpen }: One) {
  const kind = kindOf(file)
  const isPlayed = kind === 'video' || kind === 'sound'
  const shows = kind === 'pdf' || kind === 'text'
  return (
    <div className="max-w-md rounded-lg border border-line bg-canvas">
      {isPlayed && <Player file={file} kind={kind} className={kind === 'video' ? 'max-h-80 rounded-t-lg' : 'px-2 pt-2'} />}
      <div className="flex h-14 items-center gap-3 ps-3 pe-2">
        <FileIcon kind={kind} />
        <div className="min-w-0 flex-1">
          {shows ? (
            <button
              type="button"
              tabIndex={tabbable ? 0 : -1}
              onClick={onOpen}
              className="block max-w-full truncate rounded text-start font-medium hover:underline"
            >
              <bdi>{file.name}</bdi>
            </button>
          ) : (
            <p className="truncate font-medium">
              <bdi>{file.name}</bdi>
            </p>
          )}
          <p className="text-[0.75rem] leading-4 text-soft">{bytesInWords(file.size)}</p>
        </div>
        <a
          href={filePath(file.id, 'download')}
          download={file.name}
          tabIndex={tabbable ? 0 : -1}
          aria-label={say.files.download(file.name)}
          data-tip={say.files.download2}
          className="grid size-8 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink narrow:size-11"
        >
          <Download size={17} />
        </a>
      </div>
    </div>
  )
}
