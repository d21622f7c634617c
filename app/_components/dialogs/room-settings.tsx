'use client'

import { Archive, ArchiveRestore, Webhook } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { useRoomVerbs } from '#app/_components/room/use-room-verbs.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat, useChatState, useRoom } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { inUnits } from '#app/_words/wait.ts'
import { Refusal } from '#protocol/errors.ts'
import { ROOM_NAME_MAX, ROOM_TOPIC_MAX } from '#protocol/limits.ts'
import type { RoomPosting, RoomSummary } from '#protocol/models.ts'
import { useDialogs } from './dialogs.tsx'
import { PostingChoice } from './posting-choice.tsx'

const paces = [0, 5, 10, 30, 60, 300, 900, 3600]
const paceInWords = (seconds: number) =>
  seconds === 0
    ? say.dialogs.off
    : seconds < 60
      ? inUnits(seconds, 'second')
      : seconds < 3600
        ? inUnits(seconds / 60, 'minute')
        : inUnits(seconds / 3600, 'hour')

/** Topic of a room, and for those who govern it its name, who may write, the pace and the archive. */
export function RoomSettings({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const room = useRoom(roomId)
  return room ? <Settings room={room} onClose={onClose} /> : null
}

function Settings({ room, onClose }: { room: RoomSummary; onClose: () => void }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const verbs = useRoomVerbs(room)
  const hasPreviews = useChatState((state) => state.linkPreviews)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const governs = mayGovern(room)
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const topic = String(form.get('topic')).trim()
      const governed = {
        name: String(form.get('name')).trim(),
        slowModeSeconds: Number(form.get('pace')),
        posting: String(form.get('posting')) as RoomPosting,
      }
      const previewed = governs && hasPreviews ? { previews: form.get('previews') === 'on' } : {}
      await chat.updateRoom(room.id, { topic, ...(governs ? governed : {}), ...previewed })
      onClose()
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title={governs ? say.dialogs.roomSettings : say.dialogs.editTopic} onClose={onClose}>
      {room.archived ? (
        <p className="px-5 pb-4 text-soft">{say.dialogs.thisRoomIsArchivedIt}</p>
      ) : (
        <form id="room-settings" onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-4">
          {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
          {governs && (
            <Field
              label={say.dialogs.name}
              name="name"
              required
              defaultValue={room.name}
              maxLength={unitsOf(ROOM_NAME_MAX)}
              autoComplete="off"
              dir="auto"
              error={fields.name}
            />
          )}
          <Field
            label={say.dialogs.topic}
            name="topic"
            defaultValue={room.topic}
            maxLength={unitsOf(ROOM_TOPIC_MAX)}
            autoComplete="off"
            dir="auto"
            error={fields.topic}
          />
          {governs && <PostingChoice value={room.posting ?? 'everybody'} />}
          {governs && <PaceChoice seconds={room.slowModeSeconds} />}
          {governs && hasPreviews && (
            <label className="flex min-h-9 items-center gap-2.5 narrow:min-h-11">
              <input type="checkbox" name="previews" defaultChecked={room.previews !== false} className="size-4" />
              {say.dialogs.showWhatLinkedPagesSay}
            </label>
          )}
          {governs && (
            <Button className="self-start" onClick={() => dialogs.open({ name: 'webhooks', roomId: room.id })}>
              <Webhook size={15} /> {say.dialogs.webhooksDots}
            </Button>
          )}
        </form>
      )}
      <DialogButtons>
        {governs && (
          <Button className="me-auto" onClick={verbs.archive}>
            {room.archived ? <ArchiveRestore size={15} /> : <Archive size={15} />}
            {room.archived ? say.dialogs.openAgainDots : say.dialogs.archiveDots}
          </Button>
        )}
        <Button onClick={onClose}>{room.archived ? say.dialogs.close : say.dialogs.cancel}</Button>
        {!room.archived && (
          <Button type="submit" form="room-settings" tone="primary" disabled={busy}>
            {say.dialogs.save}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

function PaceChoice({ seconds }: { seconds: number }) {
  const id = useId()
  const offered = paces.includes(seconds) ? paces : [...paces, seconds].sort((a, b) => a - b)
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-meta font-medium">
        {say.dialogs.slowMode}
      </label>
      <select
        id={id}
        name="pace"
        defaultValue={seconds}
        className="h-10 shrink-0 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
      >
        {offered.map((pace) => (
          <option key={pace} value={pace}>
            {paceInWords(pace)}
          </option>
        ))}
      </select>
      <p className="text-meta text-soft">{say.dialogs.leastTimeBetweenTwoMessages}</p>
    </div>
  )
}
