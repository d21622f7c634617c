'use client'

import { Hash, Lock } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import { ROOM_NAME_MAX, ROOM_TOPIC_MAX } from '#protocol/limits.ts'

export function CreateRoom({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const [kind, setKind] = useState<'PUBLIC' | 'PRIVATE'>('PUBLIC')
  const [error, setError] = useState<Refusal | unknown>(null)
  const [busy, setBusy] = useState(false)
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const topic = String(form.get('topic')).trim()
    setBusy(true)
    setError(null)
    try {
      const room = await chat.createRoom({ kind, name: String(form.get('name')).trim(), ...(topic && { topic }) })
      onClose()
      go(roomPath(room.id))
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title={say.dialogs.createARoom} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-4">
          {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
          <Field
            label={say.dialogs.name}
            name="name"
            required
            maxLength={unitsOf(ROOM_NAME_MAX)}
            autoComplete="off"
            dir="auto"
            placeholder={say.dialogs.plans}
            error={fields.name}
            autoFocus
          />
          <Field
            label={say.dialogs.topic}
            name="topic"
            maxLength={unitsOf(ROOM_TOPIC_MAX)}
            autoComplete="off"
            dir="auto"
            hint={say.dialogs.whatIsTalkedAboutHere}
            error={fields.topic}
          />
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 text-meta font-medium">{say.dialogs.whoCanJoin}</legend>
            <Choice
              checked={kind === 'PUBLIC'}
              onChoose={() => setKind('PUBLIC')}
              icon={<Hash size={16} />}
              title={say.dialogs.everybody}
              text={say.dialogs.anyoneOnThisServerCan}
            />
            <Choice
              checked={kind === 'PRIVATE'}
              onChoose={() => setKind('PRIVATE')}
              icon={<Lock size={16} />}
              title={say.dialogs.invitedPeople}
              text={say.dialogs.onlyMembersKnowThatIt}
            />
          </fieldset>
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {busy ? say.dialogs.creatingDots : say.dialogs.createRoom}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

type ChoiceProps = { checked: boolean; onChoose: () => void; icon: ReactNode; title: string; text: string }

function Choice({ checked, onChoose, icon, title, text }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-start gap-3 rounded-lg border border-line-strong px-3 py-2.5 transition-colors duration-120 hover:bg-hover has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <input type="radio" name="kind" checked={checked} onChange={onChoose} className="sr-only" />
      <span className="mt-0.5 text-soft">{icon}</span>
      <span className="flex flex-col">
        <span className="text-[0.875rem] font-medium">{title}</span>
        <span className="text-meta text-soft">{text}</span>
      </span>
    </label>
  )
}
