'use client'

import { type FormEvent, useEffect, useId, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import { ABOUT_MAX, DISPLAY_NAME_MAX, TITLE_MAX } from '#protocol/limits.ts'
import type { Profile as Told } from '#protocol/models.ts'
import { SettingsGroup } from './group.tsx'
import { ProfilePicture } from './profile-picture.tsx'
import { TimeZoneField } from './time-zone-field.tsx'

/** Who one is to others. */
export function Profile() {
  const chat = useChat()
  const viewer = useViewer()
  const [told, setTold] = useState<Told | null>(null)
  const [error, setError] = useState<unknown>(null)
  const live = useChatState((state) => state.connection.status === 'live')
  useEffect(() => {
    if (!live) return
    chat.ask('profile:get', { userId: viewer.id }).then(({ profile }) => setTold((now) => now ?? profile), setError)
  }, [chat, viewer.id, live])

  return (
    <>
      <SettingsGroup title={say.people.picture}>
        <ProfilePicture />
      </SettingsGroup>
      <SettingsGroup title={say.people.aboutYou} about={say.people.aboutYouHint}>
        {told && <Form told={told} />}
        {!told && error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {!told && error === null && <Bone className="h-64 w-full" />}
      </SettingsGroup>
    </>
  )
}

function Form({ told }: { told: Told }) {
  const chat = useChat()
  const viewer = useViewer()
  const me = useMe() ?? viewer
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const about = useId()
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    setBusy(true)
    setError(null)
    try {
      const displayName = text('displayName')
      await chat.ask('profile:set', {
        ...(displayName === me.displayName ? {} : { displayName }),
        title: text('title'),
        about: text('about'),
        timeZone: text('timeZone'),
      })
      void tell(say.people.profileSaved)
    } catch (cause) {
      setError(cause)
    }
    setBusy(false)
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      {error !== null && Object.keys(fields).length === 0 && (
        <p role="alert" className="text-meta text-danger">
          {refusalInWords(error)}
        </p>
      )}
      <Field
        label={say.people.displayName}
        name="displayName"
        required
        autoComplete="name"
        dir="auto"
        defaultValue={me.displayName}
        maxLength={unitsOf(DISPLAY_NAME_MAX)}
        error={fields.displayName ? say.people.nameUnusable : undefined}
      />
      <Field
        label={say.people.whatYouDo}
        name="title"
        autoComplete="organization-title"
        dir="auto"
        defaultValue={told.title ?? ''}
        maxLength={unitsOf(TITLE_MAX)}
        hint={say.people.whatYouDoHint}
      />
      <div className="flex flex-col gap-1.5">
        <label htmlFor={about} className="text-meta font-medium">
          {say.people.about}
          <span className="ms-1.5 font-normal text-soft">{say.common.optional}</span>
        </label>
        <textarea
          id={about}
          name="about"
          rows={4}
          dir="auto"
          defaultValue={told.about ?? ''}
          maxLength={unitsOf(ABOUT_MAX)}
          className="resize-y rounded-lg border border-line-strong bg-field px-3 py-2 text-body transition-colors duration-120 hover:border-soft"
        />
      </div>
      <TimeZoneField defaultValue={told.timeZone ?? ''} />
      <Button type="submit" tone="primary" disabled={busy} className="self-start">
        {say.people.saveProfile}
      </Button>
    </form>
  )
}
