'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { readAsBase64 } from '#app/_components/emoji/read-picture.ts'
import { EmojiPicture } from '#app/_components/emoji/sign.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { EMOJI_NAME } from '#protocol/emoji.ts'
import { EMOJI_IMAGE_MAX_BYTES } from '#protocol/limits.ts'
import type { CustomEmoji as One } from '#protocol/models.ts'

/** The installation's own emoji: which there are, and a form for another one. */
export function CustomEmoji({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const { role } = useMe() ?? viewer
  const emoji = useChatState((state) => state.emoji)
  const users = useChatState((state) => state.users)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const isStaff = role === 'owner' || role === 'admin' || role === 'moderator'

  useEffect(() => {
    void chat.ensureUsers([...new Set(emoji.map((one) => one.addedBy))]).catch(() => undefined)
  }, [chat, emoji])

  async function remove(one: One) {
    setBusy(one.id)
    setError(null)
    await chat.removeEmoji(one.id).catch(setError)
    setBusy(null)
  }

  return (
    <Dialog
      title={say.dialogs.customEmoji}
      description={say.dialogs.picturesThatEverybodyHereCan}
      onClose={onClose}
      width="w-[480px]"
    >
      {role !== 'guest' && <AddEmoji />}
      <div className="min-h-24 overflow-y-auto px-5 pb-5">
        {error !== null && (
          <p role="alert" className="pb-2 text-meta text-danger">
            {refusalInWords(error)}
          </p>
        )}
        {emoji.length === 0 && <p className="py-4 text-meta text-soft">{say.dialogs.thereAreNoneYet}</p>}
        <ul className="flex flex-col">
          {emoji.map((one) => (
            <li key={one.id} className="flex min-h-11 items-center gap-3">
              <span className="grid w-10 place-items-center text-[1.375rem]">
                <EmojiPicture emoji={one} />
              </span>
              <span className="truncate font-medium">:{one.name}:</span>
              <bdi className="truncate text-meta text-soft">{users[one.addedBy]?.displayName}</bdi>
              {(isStaff || one.addedBy === viewer.id) && (
                <Button
                  className="ms-auto h-8!"
                  disabled={busy === one.id}
                  aria-label={say.dialogs.remove(one.name)}
                  onClick={() => void remove(one)}
                >
                  {say.dialogs.remove2}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

function AddEmoji() {
  const chat = useChat()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [name, setName] = useState('')
  const form = useRef<HTMLFormElement>(null)

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const file = new FormData(event.currentTarget).get('picture')
    const wanted = name.trim().replace(/^:|:$/g, '').toLowerCase()
    if (!(file instanceof File) || file.size === 0) return setError(say.dialogs.chooseAPicture)
    if (file.size > EMOJI_IMAGE_MAX_BYTES) return setError(say.dialogs.thePictureHasMoreThan(EMOJI_IMAGE_MAX_BYTES / 1024))
    if (!EMOJI_NAME.test(wanted)) return setError(say.dialogs.aNameHas2To)
    setBusy(true)
    setError(null)
    try {
      await chat.addEmoji(wanted, await readAsBase64(file))
      form.current?.reset()
      setName('')
    } catch (cause) {
      setError(refusalInWords(cause))
    }
    setBusy(false)
  }

  return (
    <form ref={form} onSubmit={add} className="flex flex-col gap-3 border-b border-line px-5 pb-4">
      <div className="flex flex-wrap items-end gap-3">
        <label className="flex min-w-0 flex-1 flex-col gap-1.5 text-meta font-medium">
          {say.dialogs.picture}
          <input
            type="file"
            name="picture"
            accept="image/png,image/gif,image/webp,image/jpeg"
            onChange={(event) => {
              const chosen = event.target.files?.[0]?.name
                .replace(/\.\w+$/, '')
                .toLowerCase()
                .replace(/[^a-z0-9_+-]+/g, '_')
              if (chosen && name === '') setName(chosen.replace(/^_+/, '').slice(0, 32))
            }}
            className="min-w-0 text-meta font-normal file:me-3 file:h-9 file:rounded-lg file:border file:border-line-strong file:bg-field file:px-3"
          />
        </label>
        <span className="w-44 narrow:w-full">
          <Field
            label={say.dialogs.name}
            name="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </span>
        <Button type="submit" tone="primary" disabled={busy}>
          {say.dialogs.add}
        </Button>
      </div>
      {error !== null && (
        <p role="alert" className="text-meta text-danger">
          {error}
        </p>
      )}
    </form>
  )
}
