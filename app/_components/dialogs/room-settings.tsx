'use client'

import { type FormEvent, useId, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState, useRoom } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { plural } from '#app/_words/wait.ts'
import { Refusal } from '#protocol/errors.ts'
import { ROOM_NAME_MAX, ROOM_TOPIC_MAX } from '#protocol/limits.ts'

const paces = [0, 5, 10, 30, 60, 300, 900, 3600]
const paceInWords = (seconds: number) =>
  seconds === 0
    ? 'Off'
    : seconds < 60
      ? plural(seconds, 'second')
      : seconds < 3600
        ? plural(seconds / 60, 'minute')
        : plural(seconds / 3600, 'hour')

/** Topic of a room, and for those who govern it its name and pace. */
export function RoomSettings({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const chat = useChat()
  const room = useRoom(roomId)
  const hasPreviews = useChatState((state) => state.linkPreviews)
  const paceId = useId()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  if (!room) return null
  const governs = mayGovern(room)
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}
  const offered = paces.includes(room.slowModeSeconds) ? paces : [...paces, room.slowModeSeconds].sort((a, b) => a - b)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const topic = String(form.get('topic')).trim()
      const governed = governs ? { name: String(form.get('name')).trim(), slowModeSeconds: Number(form.get('pace')) } : {}
      const previewed = governs && hasPreviews ? { previews: form.get('previews') === 'on' } : {}
      await chat.updateRoom(roomId, { topic, ...governed, ...previewed })
      onClose()
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title={governs ? 'Edit room' : 'Edit topic'} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
          {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
          {governs && (
            <Field
              label="Name"
              name="name"
              required
              defaultValue={room.name}
              maxLength={ROOM_NAME_MAX}
              autoComplete="off"
              dir="auto"
              error={fields.name}
            />
          )}
          <Field
            label="Topic"
            name="topic"
            defaultValue={room.topic}
            maxLength={ROOM_TOPIC_MAX}
            autoComplete="off"
            dir="auto"
            error={fields.topic}
          />
          {governs && (
            <div className="flex flex-col gap-1.5">
              <label htmlFor={paceId} className="text-meta font-medium">
                Slow mode
              </label>
              <select
                id={paceId}
                name="pace"
                defaultValue={room.slowModeSeconds}
                className="h-10 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
              >
                {offered.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {paceInWords(seconds)}
                  </option>
                ))}
              </select>
              <p className="text-meta text-soft">Least time between two messages of one person.</p>
            </div>
          )}
          {governs && hasPreviews && (
            <label className="flex min-h-9 items-center gap-2.5 narrow:min-h-11">
              <input type="checkbox" name="previews" defaultChecked={room.previews !== false} className="size-4" />
              Show what linked pages say of themselves
            </label>
          )}
        </div>
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            Save
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
