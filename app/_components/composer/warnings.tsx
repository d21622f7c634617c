'use client'

import { Megaphone, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useRoom } from '#app/_hooks/chat.tsx'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { MENTIONS_MAX } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'

const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g
const EVERYBODY = /(?<![\p{L}\p{N}_@./-])@(all|everyone|channel|here)(?![\p{L}\p{N}_-])/iu

/** Which word for everybody a text says, outside of code. */
const everybodyIn = (text: string): string | null =>
  text.includes('@') ? (EVERYBODY.exec(text.replace(CODE, ' '))?.[1]?.toLowerCase() ?? null) : null

const NAME = /(?<![\p{L}\p{N}_@./-])@([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu

/** Whether a text names more people than one message may mention. */
const areTooMany = (text: string): boolean =>
  text.length > MENTIONS_MAX * 3 &&
  new Set([...text.replace(CODE, ' ').matchAll(NAME)].map(([, name]) => name?.toLowerCase())).size > MENTIONS_MAX

const names = (text: string, { username }: User) => text.toLowerCase().includes(`@${username}`)

type Props = { room: RoomSummary; text: string; outsiders: readonly User[]; onInvited: (user: User) => void }

/** What is good to know before it is sent: how many people a word reaches, and who will not see it. */
export function Warnings({ room, text, outsiders, onInvited }: Props) {
  const law = useRoom(room.parent?.roomId ?? room.id) ?? room
  const word = law.kind === 'DIRECT' ? null : everybodyIn(text)
  const others = law.memberCount - 1
  return (
    <>
      {word !== null && others > 0 && (
        <p role="status" className="flex items-center gap-2 border-b border-line py-2 ps-3.5 pe-3 text-meta">
          <Megaphone size={15} className="shrink-0 text-warning" aria-hidden="true" />
          {word === 'here' ? say.composing.hereTellsEverybodyOfWho(others) : say.composing.tells(word, others)}
        </p>
      )}
      {areTooMany(text) && (
        <p role="status" className="border-b border-line py-2 ps-3.5 pe-3 text-meta">
          {say.composing.tooManyNames(MENTIONS_MAX)}
        </p>
      )}
      {outsiders
        .filter((user) => names(text, user))
        .map((user) => (
          <Outsider key={user.id} user={user} roomId={law.id} onInvited={onInvited} />
        ))}
    </>
  )
}

function Outsider({ user, roomId, onInvited }: { user: User; roomId: string; onInvited: (user: User) => void }) {
  const chat = useChat()
  const [busy, setBusy] = useState(false)

  async function invite() {
    setBusy(true)
    try {
      await chat.invite(roomId, user.id)
      onInvited(user)
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
    setBusy(false)
  }

  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta">
      <UserPlus size={15} className="shrink-0 text-warning" aria-hidden="true" />
      <p role="status" className="min-w-0 flex-1 truncate">
        {filled(
          say.composing.isNotInThisRoom,
          <bdi key="who" className="font-medium">
            {user.displayName}
          </bdi>,
        )}
      </p>
      <Button className="h-8!" disabled={busy} onClick={invite}>
        {say.composing.invite}
      </Button>
    </div>
  )
}
