'use client'

import { useRef, useState } from 'react'
import { readAsBase64 } from '#app/_components/emoji/read-picture.ts'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { useChat, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { cropped } from './crop.ts'

/** One's picture: chosen, cut to a square, shown everywhere, taken away again. */
export function ProfilePicture() {
  const chat = useChat()
  const viewer = useViewer()
  const me = useMe() ?? viewer
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function set(file: File | null) {
    setBusy(true)
    setError(null)
    try {
      const square = file && (await cropped(file))
      if (file && !square) return setError(say.people.pictureUnreadable)
      await chat.ask('profile:set', { avatar: square && (await readAsBase64(square)) })
    } catch (cause) {
      setError(refusalInWords(cause))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="flex items-center gap-5">
      <Avatar user={me} id={me.id} size={88} />
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/png,image/gif,image/webp,image/jpeg"
            aria-label={say.people.picture}
            className="hidden"
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file) void set(file)
            }}
          />
          <Button disabled={busy} onClick={() => input.current?.click()}>
            {me.avatarUrl ? say.people.changePicture : say.people.addPicture}
          </Button>
          {me.avatarUrl && (
            <Button tone="plain" disabled={busy} onClick={() => void set(null)}>
              {say.people.removePicture}
            </Button>
          )}
        </div>
        <p role={error ? 'alert' : undefined} className={`text-meta ${error ? 'text-danger' : 'text-soft'}`}>
          {error ?? say.people.pictureHint}
        </p>
      </div>
    </div>
  )
}
