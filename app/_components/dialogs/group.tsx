'use client'

import { Pencil, Trash2, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { say } from '#app/_words/say.ts'
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
      <Dialog title={say.dialogs.group} onClose={onClose}>
        <p className="px-5 pb-5 text-soft">{say.dialogs.thereIsNoSuchGroup}</p>
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
      title: say.dialogs.delete(group.name),
      text: say.dialogs.messagesThatMentionItKeep,
      action: say.dialogs.deleteGroup,
      danger: true,
      run: () => chat.deleteGroup(group.id),
    })

  if (part === 'people')
    return (
      <Dialog title={say.dialogs.addTo(group.name)} onClose={onClose}>
        <GroupPeople group={group} onBack={back} />
      </Dialog>
    )
  if (part === 'edit')
    return (
      <Dialog title={say.dialogs.change(group.name)} onClose={onClose}>
        <GroupForm
          former={group}
          verb={say.dialogs.save}
          onSave={async (facts) => {
            await chat.updateGroup(group.id, facts)
            back()
          }}
          onBack={back}
        />
      </Dialog>
    )
  return (
    <Dialog title={`@${group.name}`} description={group.description ?? say.common.people(group.memberCount)} onClose={onClose}>
      <GroupMembers group={group} mayChange={may} />
      <DialogButtons>
        {may && (
          <span className="me-auto flex items-center">
            <IconButton label={say.dialogs.changeNameAndDescription} onClick={() => setPart('edit')}>
              <Pencil size={16} />
            </IconButton>
            <IconButton label={say.dialogs.deleteGroup} onClick={askDelete}>
              <Trash2 size={16} />
            </IconButton>
          </span>
        )}
        <Button onClick={() => dialogs.open({ name: 'groups' })}>{say.dialogs.allGroups}</Button>
        {may && (
          <Button tone="primary" onClick={() => setPart('people')} data-on-enter>
            <UserPlus size={16} /> {say.dialogs.addPeople}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
