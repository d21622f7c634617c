'use client'

import { type FormEvent, useId, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { InvitedRole } from '#protocol/invites.ts'
import { INVITE_NOTE_MAX } from '#protocol/limits.ts'
import { Choice } from './choice.tsx'
import { InviteLink } from './invite-link.tsx'
import { RoomsChoice } from './rooms-choice.tsx'

const USES = [1, 5, 10, 25, 100]
const HOURS = [1, 24, 7 * 24, 30 * 24, 365 * 24]
const hoursInWords = (hours: number) => (hours < 24 ? say.invites.hours(hours) : say.invites.days(hours / 24))

const roles = () =>
  [
    { value: 'member', words: say.invites.members, about: say.invites.membersAbout },
    { value: 'guest', words: say.invites.guests, about: say.invites.guestsAbout },
  ] as const

/** Makes an invite. Its link is shown in place of the form, once. */
export function NewInvite({ onMade }: { onMade: () => void }) {
  const chat = useChat()
  const [role, setRole] = useState<InvitedRole>('member')
  const [roomIds, setRoomIds] = useState<readonly string[]>([])
  const [path, setPath] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const note = String(form.get('note')).trim()
    setBusy(true)
    setError(null)
    try {
      const made = await chat.createInvite({
        ...{ role, roomIds: [...roomIds], maxUses: Number(form.get('uses')), endsInHours: Number(form.get('hours')) },
        ...(note === '' ? {} : { note }),
      })
      setPath(made.path)
      onMade()
    } catch (cause) {
      setError(refusalInWords(cause))
    }
    setBusy(false)
  }

  if (path !== null) {
    return (
      <InviteLink
        path={path}
        onDone={() => {
          setPath(null)
          setRoomIds([])
        }}
      />
    )
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{error}</FormError>
      <Choice label={say.invites.comeAs} value={role} options={roles()} onChange={setRole} />
      <RoomsChoice
        about={role === 'guest' ? say.invites.roomsForGuests : say.invites.roomsForMembers}
        chosen={roomIds}
        onChange={setRoomIds}
      />
      <div className="grid grid-cols-2 gap-4">
        <Pick label={say.invites.uses} name="uses" values={USES} first={1} words={say.invites.people} />
        <Pick label={say.invites.ends} name="hours" values={HOURS} first={7 * 24} words={hoursInWords} />
      </div>
      <Field
        label={say.invites.note}
        name="note"
        maxLength={unitsOf(INVITE_NOTE_MAX)}
        autoComplete="off"
        dir="auto"
        hint={say.invites.noteHint}
      />
      <Button type="submit" tone="primary" className="self-start" disabled={busy || (role === 'guest' && roomIds.length === 0)}>
        {busy ? say.invites.creating : say.invites.create}
      </Button>
    </form>
  )
}

type PickProps = { label: string; name: string; values: readonly number[]; first: number; words: (value: number) => string }

function Pick({ label, name, values, first, words }: PickProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-meta font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={first}
        className="h-10 min-w-0 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
      >
        {values.map((value) => (
          <option key={value} value={value}>
            {words(value)}
          </option>
        ))}
      </select>
    </div>
  )
}
