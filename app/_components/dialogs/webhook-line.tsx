'use client'

import { Pencil } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat, useUser } from '#app/_hooks/chat.tsx'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { agoInWords, fullTime, shortTime } from '#app/_words/time.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Webhook } from '#protocol/models.ts'

type Props = { webhook: Webhook; onRename: (name: string) => Promise<void>; onRevoke: () => void }

/** One webhook: who made it, when it was last used, another name for it, and its end. */
export function WebhookLine({ webhook, onRename, onRevoke }: Props) {
  const chat = useChat()
  const maker = useUser(webhook.createdBy)
  const [renaming, setRenaming] = useState(false)
  useEffect(() => void chat.ensureUsers([webhook.createdBy]), [chat, webhook.createdBy])
  const made = new Date(webhook.createdAt)
  const used = webhook.lastUsedAt === undefined ? null : new Date(webhook.lastUsedAt)
  if (renaming) return <Rename webhook={webhook} onRename={onRename} onDone={() => setRenaming(false)} />
  return (
    <li className="flex min-h-14 items-center gap-3 border-t border-line py-2 first:border-t-0">
      <span className="flex min-w-0 flex-1 flex-col">
        <bdi className="truncate font-medium">{webhook.name}</bdi>
        <span className="text-meta text-soft">
          {filled(
            say.dialogs.madeBy,
            <bdi key="who">{maker?.displayName ?? '…'}</bdi>,
            <time key="when" dateTime={webhook.createdAt} data-tip={fullTime(made)}>
              {shortTime(made, new Date())}
            </time>,
          )}
          <br />
          {used ? say.dialogs.lastUsed(agoInWords(used, new Date())) : say.dialogs.neverUsed}
        </span>
      </span>
      <IconButton label={say.dialogs.renameName(webhook.name)} onClick={() => setRenaming(true)}>
        <Pencil size={15} />
      </IconButton>
      <Button aria-label={say.dialogs.revokeName(webhook.name)} onClick={onRevoke}>
        {say.dialogs.revoke}
      </Button>
    </li>
  )
}

type RenameProps = { webhook: Webhook; onRename: Props['onRename']; onDone: () => void }

function Rename({ webhook, onRename, onDone }: RenameProps) {
  const [error, setError] = useState<string>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    try {
      await onRename(String(new FormData(event.currentTarget).get('name')).trim())
      onDone()
    } catch (cause) {
      const wrong = cause instanceof Refusal ? cause.more.fields?.name : undefined
      setError(wrong ? say.dialogs.nameWrong(wrong) : refusalInWords(cause))
    }
  }

  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <form onSubmit={submit} className="flex items-start gap-2">
        <Field
          className="min-w-0 flex-1"
          label={say.dialogs.newName}
          name="name"
          required
          defaultValue={webhook.name}
          autoComplete="off"
          dir="auto"
          error={error}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button className="mt-6 h-10!" onClick={onDone}>
          {say.dialogs.cancel}
        </Button>
        <Button type="submit" tone="primary" className="mt-6 h-10!">
          {say.dialogs.save}
        </Button>
      </form>
    </li>
  )
}
