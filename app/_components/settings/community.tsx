'use client'

import { type FormEvent, useEffect, useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { CommunityFields } from '#app/_components/welcome/community-fields.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Community } from '#protocol/models.ts'

/** The place as a whole, for its owners. The page is drawn anew with its name. */
export function CommunitySettings() {
  const chat = useChat()
  const [community, setCommunity] = useState<Community | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => void chat.readCommunity().then(setCommunity, setError), [chat])

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (community === null) return
    setBusy(true)
    setError(null)
    try {
      await chat.changeCommunity({ name: community.name?.trim() ?? '', registration: community.registration })
      window.location.reload()
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-6">
      {error !== null && <FormError>{refusalInWords(error)}</FormError>}
      {community && (
        <>
          <CommunityFields community={community} onChange={setCommunity} />
          <Button type="submit" tone="primary" disabled={busy} className="self-start">
            {say.settings.save}
          </Button>
        </>
      )}
    </form>
  )
}
