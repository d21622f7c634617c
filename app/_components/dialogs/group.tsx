'use client'

import { Pencil, Trash2, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { plural } from '#app/_words/wait.ts'
import type { Group } from '#protocol/groups.ts'
import { useDialogs } from './dialogs.tsx'
import { GroupForm } from './group-form.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupPeople } from './group-people.tsx'
import { mayManageGroups } from './groups.tsx'

/** One group, in one dialog whatever part of it is shown: who is in it, and for whoever may, what can be changed about it. */
export function GroupDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const group = useChatState((state) => state.groups[groupId])
  if (!group)
    return (
      <Dialog title="Group" onClose={onClose}>
        <p className="px-5 pb-5 text-soft">There is no such group.</p>
      </Dialog>
    )
  return <OneGroup group={group} onClose={onClose} />
}

function OneGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const viewer = useViewer()
  const may = mayManageGroups(useMe() ?? viewer)
  const [part, setPart] = useState<'people' | 'edit' | null>(null)
  const back = () => setPart(null)

  const askDelete = () =>
    dialogs.open({
      name: 'confirm',
      title: `Delete @${group.name}?`,
      text: 'Messages that mention it keep their words. Nobody is mentioned by it any more.',
      action: 'Delete group',
      danger: true,
      run: () => chat.deleteGroup(group.id),
    })

  if (part === 'people')
    return (
      <Dialog title={`Add to @${group.name}`} onClose={onClose}>
        <GroupPeople group={group} onBack={back} />
      </Dialog>
    )
  if (part === 'edit')
    return (
      <Dialog title={`Change @${group.name}`} onClose={onClose}>
        <GroupForm
          former={group}
          verb="Save"
          onSave={async (facts) => {
            await chat.updateGroup(group.id, facts)
            back()
          }}
          onBack={back}
        />
      </Dialog>
    )
  return (
    <Dialog
      title={`@${group.name}`}
      description={group.description ?? plural(group.memberCount, 'person', 'people')}
      onClose={onClose}
    >
      <GroupMembers group={group} mayChange={may} />
      <DialogButtons>
        {may && (
          <span className="me-auto flex items-center">
            <IconButton label="Change name and description" onClick={() => setPart('edit')}>
              <Pencil size={16} />
            </IconButton>
            <IconButton label="Delete group" onClick={askDelete}>
              <Trash2 size={16} />
            </IconButton>
          </span>
        )}
        <Button onClick={() => dialogs.open({ name: 'groups' })}>All groups</Button>
        {may && (
          <Button tone="primary" onClick={() => setPart('people')} data-on-enter>
            <UserPlus size={16} /> Add people
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
