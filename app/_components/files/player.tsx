'use client'

import { useRef } from 'react'
import type { Attachment } from '#protocol/models.ts'
import { filePath } from './words.ts'

type Props = { file: Attachment; kind: 'video' | 'sound'; className?: string }

/** A film or sound. Its address ends after a minute: where the browser still used it, it asks again and goes on where it was. */
export function Player({ file, kind, className = '' }: Props) {
  const asked = useRef(0)
  function again(player: HTMLMediaElement) {
    // What can't be played at all is not asked for twice at one place.
    if (player.currentTime === 0 || player.currentTime === asked.current) return
    const at = player.currentTime
    asked.current = at
    player.addEventListener('loadedmetadata', () => void Object.assign(player, { currentTime: at }).play(), { once: true })
    player.load()
  }
  const shared = { src: filePath(file.id), controls: true, preload: 'metadata', 'aria-label': file.name } as const
  return kind === 'video' ? (
    <video
      {...shared}
      playsInline
      onError={(event) => again(event.currentTarget)}
      className={`block w-full bg-black ${className}`}
    />
  ) : (
    <audio {...shared} onError={(event) => again(event.currentTarget)} className={`block w-full ${className}`} />
  )
}
