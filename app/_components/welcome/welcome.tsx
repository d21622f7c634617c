'use client'

import { Copy } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Community } from '#protocol/models.ts'
import { CommunityFields } from './community-fields.tsx'

/** The first steps in an empty place: what it is called, who may come in, its first rooms, and how the others find it. */
export function Welcome() {
  const chat = useChat()
  const heading = useRef<HTMLHeadingElement>(null)
  const [community, setCommunity] = useState<Community | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)

  useEffect(() => void chat.readCommunity().then(setCommunity, setError), [chat])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next step begins at its heading
  useEffect(() => heading.current?.focus(), [done])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (community === null) return
    const form = new FormData(event.currentTarget)
    const names = [...form.getAll('room'), ...String(form.get('rooms')).split(/[,،\n]/)]
    setBusy(true)
    setError(null)
    try {
      await chat.changeCommunity({ name: community.name?.trim() ?? '', registration: community.registration })
      for (const name of new Set(names.map((one) => String(one).trim()).filter(Boolean))) {
        await chat.createRoom({ kind: 'PUBLIC', name }).catch((cause: unknown) => {
          // What was made by an earlier try is there.
          if (!(cause instanceof Refusal && cause.code === 'conflict')) throw cause
        })
      }
      setDone(true)
    } catch (cause) {
      setError(cause)
    }
    setBusy(false)
  }

  return (
    <section aria-label={say.shell.welcome} className="min-w-0 flex-1 overflow-y-auto" data-region tabIndex={-1}>
      <div className="mx-auto flex max-w-lg flex-col gap-6 px-5 py-12 narrow:py-6">
        <header className="flex flex-col gap-1">
          <h1 ref={heading} tabIndex={-1} className="text-title font-semibold tracking-tight outline-none">
            {done ? say.settings.welcomeDone : say.settings.welcomeTitle}
          </h1>
          <p className="text-soft">
            {!done
              ? say.settings.welcomeIntro
              : community?.registration === 'open'
                ? say.settings.welcomeTellOthers
                : say.settings.welcomeClosed}
          </p>
        </header>
        {error !== null && <FormError>{refusalInWords(error)}</FormError>}
        {done ? (
          <Done isOpen={community?.registration === 'open'} />
        ) : (
          community && (
            <form onSubmit={submit} className="flex flex-col gap-6">
              <CommunityFields community={community} onChange={setCommunity} />
              <fieldset className="flex flex-col gap-1.5">
                <legend className="mb-1.5 text-meta font-medium">{say.settings.firstRooms}</legend>
                {[say.settings.roomRandom, say.settings.roomHelp, say.settings.roomNews].map((name) => (
                  <label key={name} className="flex min-h-9 items-center gap-3 rounded-lg px-2 hover:bg-hover narrow:min-h-11">
                    <input type="checkbox" name="room" value={name} className="size-4 shrink-0 accent-(--accent-fill)" />#{name}
                  </label>
                ))}
              </fieldset>
              <Field
                label={say.settings.moreRooms}
                name="rooms"
                dir="auto"
                autoComplete="off"
                hint={say.settings.moreRoomsHint}
              />
              <div className="flex gap-2">
                <Button type="submit" tone="primary" disabled={busy}>
                  {say.settings.begin}
                </Button>
                <Button tone="plain" onClick={() => window.location.assign('/')}>
                  {say.settings.notNow}
                </Button>
              </div>
            </form>
          )
        )}
      </div>
    </section>
  )
}

function Done({ isOpen }: { isOpen: boolean }) {
  const address = `${window.location.origin}/sign-up`
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => tell(say.settings.addressCopied),
      () => tell(say.settings.addressNotCopied, 'refused'),
    )
  return (
    <>
      {isOpen && (
        <p className="flex items-center gap-2 rounded-lg border border-line-strong bg-field py-1 ps-3 pe-1">
          <bdi dir="ltr" className="min-w-0 flex-1 truncate select-all">
            {address}
          </bdi>
          <Button tone="plain" onClick={copy}>
            <Copy size={16} aria-hidden="true" /> {say.settings.copyAddress}
          </Button>
        </p>
      )}
      <Button tone="primary" className="self-start" onClick={() => window.location.assign('/')}>
        {say.settings.goToTheChat}
      </Button>
    </>
  )
}
