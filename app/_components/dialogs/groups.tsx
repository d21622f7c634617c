'use client'

import { Plus, Users } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { say } from '#app/_words/say.ts'
import type { User } from '#protocol/models.ts'
import { useDialogs } from './dialogs.tsx'
import { GroupForm } from './group-form.tsx'

/** Who may make and change groups: as the server decides it [G2]. */
export const mayManageGroups = ({ role }: Pick<User, 'role'>): boolean => role === 'owner' || role === 'admin'

/** All groups of the installation; whoever may makes another one. */
export function Groups({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const viewer = useViewer()
  const may = mayManageGroups(useMe() ?? viewer)
  const all = useChatState((state) => state.groups)
  const groups = Object.values(all).sort((a, b) => a.name.localeCompare(b.name))
  const [making, setMaking] = useState(false)
  if (making)
    return (
      <Dialog title={say.dialogs.newGroup} onClose={onClose}>
        <GroupForm
          verb={say.dialogs.createGroup}
          onSave={async (facts) => {
            const group = await chat.createGroup(facts)
            dialogs.open({ name: 'group', groupId: group.id })
          }}
          onBack={() => setMaking(false)}
        />
      </Dialog>
    )
  return (
    <Dialog title={say.dialogs.groups} description={say.dialogs.peopleWhoAreMentionedTogether} onClose={onClose}>
      <ul className="flex min-h-0 flex-col gap-px overflow-y-auto px-3 pb-2" aria-label={say.dialogs.groups}>
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
                {group.mine ? say.dialogs.youToo(say.common.people(group.memberCount)) : say.common.people(group.memberCount)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {groups.length === 0 && (
        <p className="px-5 pb-4 text-soft">{may ? say.dialogs.thereAreNoGroupsYet : say.dialogs.thereAreNoGroupsYet2}</p>
      )}
      <DialogButtons>
        <Button onClick={onClose}>{say.dialogs.close}</Button>
        {may && (
          <Button tone="primary" onClick={() => setMaking(true)} data-on-enter>
            <Plus size={16} /> {say.dialogs.newGroup}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
