import { Button } from '#app/_components/ui/button.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import { whenInWords } from '#app/_words/when.ts'
import type { Invite } from '#protocol/invites.ts'

/** One invite: what it is for, where it leads, how it stands. */
export function InviteLine({ invite, onEnd }: { invite: Invite; onEnd: () => void }) {
  const { role, rooms, roomCount, note, uses, maxUses, state, createdBy } = invite
  const viewer = useViewer()
  const maker = useUser(createdBy)
  const kind = role === 'guest' ? say.invites.forGuests : say.invites.forMembers
  const hidden = roomCount - rooms.length
  const isOpen = state === 'open'
  const standing = {
    open: say.invites.endsOn(whenInWords(new Date(invite.endsAt), new Date())),
    used: say.invites.stateUsed,
    ended: say.invites.stateEnded,
    revoked: say.invites.stateRevoked,
  }[state]
  return (
    <li className="flex items-center gap-3 border-line py-3 not-first:border-t">
      <div className={`flex min-w-0 flex-1 flex-col ${isOpen ? '' : 'text-soft'}`}>
        <p className="truncate text-[0.875rem] font-medium" dir="auto">
          {note ?? kind}
        </p>
        <p className="text-meta text-soft">
          {[...(note ? [kind] : []), say.invites.used(uses, maxUses), standing].join(' · ')}
          {createdBy !== viewer.id && maker && <> · {filled(say.invites.by, <bdi>{maker.displayName}</bdi>)}</>}
        </p>
        {roomCount > 0 && (
          <p className="text-meta wrap-anywhere text-soft">
            {rooms.map((room, at) => (
              <span key={room.id}>
                {at > 0 && ' '}#<bdi>{room.name}</bdi>
              </span>
            ))}
            {hidden > 0 && ` ${say.invites.otherRooms(hidden)}`}
          </p>
        )}
      </div>
      {isOpen && (
        <Button className="h-8" onClick={onEnd} aria-label={say.invites.takeBackThis(note ?? kind)}>
          {say.invites.takeBack}
        </Button>
      )}
    </li>
  )
}
