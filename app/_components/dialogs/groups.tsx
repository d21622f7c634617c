'use client'

import { Plus, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { plural } from '#app/_words/wait.ts'
import { Refusal } from '#protocol/errors.ts'
import { GROUP_DESCRIPTION_MAX, USERNAME_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { useDialogs } from './dialogs.tsx'

/** Who may make and change groups: as the server decides it [G2]. */
export const mayManageGroups = ({ role }: Pick<User, 'role'>): boolean => role === 'owner' || role === 'admin'

/** All groups of the installation; whoever may makes another one. */
export function Groups({ onClose }: { onClose: () => void }) {
  const dialogs = useDialogs()
  const viewer = useViewer()
  const may = mayManageGroups(useMe() ?? viewer)
  const all = useChatState((state) => state.groups)
  const groups = Object.values(all).sort((a, b) => a.name.localeCompare(b.name))
  const [making, setMaking] = useState(false)
  if (making) return <NewGroup onBack={() => setMaking(false)} onClose={onClose} />
  return (
    <Dialog title="Groups" description="People who are mentioned together." onClose={onClose}>
      <ul className="flex min-h-0 flex-col gap-px overflow-y-auto px-3 pb-2" aria-label="Groups">
        {groups.map((group) => (
          <li key={group.id}>
            <button
              type="button"
              onClick={() => dialogs.open({ name: 'group', groupId: group.id })}
              className="flex min-h-11 w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start hover:bg-hover"
            >
              <Users size={17} className="shrink-0 text-soft" aria-hidden="true" />
              <span className="flex min-w-0 flex-1 flex-col">
                <bdi className="truncate text-[0.875rem] font-medium">@{group.name}</bdi>
                {group.description && (
                  <span className="truncate text-meta text-soft" dir="auto">
                    {group.description}
                  </span>
                )}
              </span>
              <span className="tabular shrink-0 text-meta text-soft">
                {plural(group.memberCount, 'person', 'people')}
                {group.mine && ', you too'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {groups.length === 0 && (
        <p className="px-5 pb-4 text-soft">
          {may ? 'There are no groups yet.' : 'There are no groups yet. The owners and admins of this server make them.'}
        </p>
      )}
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
        {may && (
          <Button tone="primary" onClick={() => setMaking(true)} data-on-enter>
            <Plus size={16} /> New group
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

function NewGroup({ onBack, onClose }: { onBack: () => void; onClose: () => void }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const name = String(form.get('name')).trim().replace(/^@/, '')
      const group = await chat.createGroup({ name, description: String(form.get('description')).trim() })
      dialogs.open({ name: 'group', groupId: group.id })
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title="New group" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
          {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
          <Field
            label="Name"
            name="name"
            required
            maxLength={USERNAME_MAX + 1}
            autoComplete="off"
            placeholder="design"
            hint="What follows the @. No person can have the same."
            error={fields.name}
            autoFocus
          />
          <Field
            label="Description"
            name="description"
            maxLength={GROUP_DESCRIPTION_MAX}
            autoComplete="off"
            dir="auto"
            error={fields.description}
          />
        </div>
        <DialogButtons>
          <Button onClick={onBack}>Back</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            Create group
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
