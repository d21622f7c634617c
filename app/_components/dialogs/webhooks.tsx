'use client'

import { type FormEvent, useCallback, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat } from '#app/_hooks/chat.tsx'
import { usePolled } from '#app/_hooks/polled.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import { DISPLAY_NAME_MAX, WEBHOOKS_MAX } from '#protocol/limits.ts'
import type { Webhook } from '#protocol/models.ts'
import { Confirm } from './confirm.tsx'
import { WebhookAddress } from './webhook-address.tsx'
import { WebhookLine } from './webhook-line.tsx'

/** The list says when each was last used: asked anew this often (ms). */
const EVERY_MS = 5_000

/** Addresses at which other programs post into a room. */
export function Webhooks({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const chat = useChat()
  const {
    value: webhooks,
    error,
    again,
  } = usePolled(
    useCallback(() => chat.listWebhooks(roomId), [chat, roomId]),
    EVERY_MS,
  )
  const [made, setMade] = useState<{ webhook: Webhook; url: string } | null>(null)
  const [ending, setEnding] = useState<Webhook | null>(null)

  if (ending)
    return (
      <Confirm
        title={say.dialogs.revokeName2(ending.name)}
        text={say.dialogs.revokeAbout}
        action={say.dialogs.revoke}
        danger
        run={async () => {
          await chat.revokeWebhook(ending.id)
          if (made?.webhook.id === ending.id) setMade(null)
          await again()
        }}
        onClose={() => setEnding(null)}
      />
    )

  return (
    <Dialog title={say.dialogs.webhooks} description={say.dialogs.webhooksAbout} onClose={onClose} width="w-[520px]">
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pb-5">
        <AddWebhook
          full={(webhooks?.length ?? 0) >= WEBHOOKS_MAX}
          add={async (name) => {
            setMade(await chat.createWebhook(roomId, name))
            await again()
          }}
        />
        {made && <WebhookAddress key={made.webhook.id} name={made.webhook.name} url={made.url} />}
        <ul aria-label={say.dialogs.webhooksOfThisRoom} className="flex flex-col">
          {error !== null && <li className="py-2 text-meta text-danger">{refusalInWords(error)}</li>}
          {webhooks === null && error === null && <Bone className="my-3 h-4 w-48" />}
          {webhooks?.length === 0 && <li className="py-2 text-soft">{say.dialogs.noWebhooksYet}</li>}
          {webhooks?.map((webhook) => (
            <WebhookLine
              key={webhook.id}
              webhook={webhook}
              onRename={async (name) => {
                await chat.renameWebhook(webhook.id, name)
                await again()
              }}
              onRevoke={() => setEnding(webhook)}
            />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

function AddWebhook({ full, add }: { full: boolean; add: (name: string) => Promise<void> }) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const wrong = error instanceof Refusal ? error.more.fields?.name : undefined

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    setError(null)
    try {
      await add(String(new FormData(form).get('name')).trim())
      form.reset()
    } catch (cause) {
      setError(cause)
    }
    setBusy(false)
  }

  if (full) return <p className="text-meta text-soft">{say.dialogs.webhooksAtMost(WEBHOOKS_MAX)}</p>
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <Field
          className="min-w-0 flex-1"
          label={say.dialogs.name}
          name="name"
          required
          maxLength={unitsOf(DISPLAY_NAME_MAX)}
          autoComplete="off"
          dir="auto"
          autoFocus
          error={wrong && say.dialogs.nameWrong(wrong)}
        />
        <Button type="submit" tone="primary" className="mt-6 h-10!" disabled={busy}>
          {say.dialogs.add}
        </Button>
      </div>
      {error !== null && wrong === undefined && <FormError>{refusalInWords(error)}</FormError>}
    </form>
  )
}
