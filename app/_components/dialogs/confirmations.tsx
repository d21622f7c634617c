'use client'

import { BellRing } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { clockTime, shortTime } from '#app/_words/time.ts'
import { PeopleList } from './people-list.tsx'

type Known = {
  waiting: string[]
  confirmed: Map<string, string>
  counts: { confirmed: number; waiting: number }
  next: string | undefined
}

/** Who has confirmed a message and who has not, for those who may ask them again. Follows what is confirmed meanwhile. */
export function Confirmations({ roomId, messageId, onClose }: { roomId: string; messageId: string; onClose: () => void }) {
  const chat = useChat()
  const message = useChatState((state) => state.timelines[roomId]?.messages.find((one) => one.id === messageId))
  const archived = useChatState((state) => state.rooms[roomId]?.archived ?? false)
  const [known, setKnown] = useState<Known | null>(null)
  const [said, setSaid] = useState<{ words: string; refused: boolean } | null>(null)
  const [busy, setBusy] = useState(false)

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.confirmations(roomId, messageId, cursor)
        setKnown((before) => {
          const former = cursor === undefined ? null : before
          const confirmed = new Map([
            ...(former?.confirmed ?? []),
            ...page.confirmed.map(({ userId, at }) => [userId, at] as const),
          ])
          const waiting = [...(former?.waiting ?? []), ...page.waiting].filter((id) => !confirmed.has(id))
          return { waiting, confirmed, counts: page.counts, next: page.next }
        })
      } catch (error) {
        setSaid({ words: refusalInWords(error), refused: true })
      }
    },
    [chat, roomId, messageId],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody confirmed
  useEffect(() => void load(), [load, message?.confirm?.count])

  async function remind() {
    setBusy(true)
    try {
      const count = await chat.remind(roomId, messageId)
      setSaid({
        words: count === 0 ? say.dialogs.everybodyHasConfirmed : say.dialogs.reminded(count),
        refused: false,
      })
    } catch (error) {
      setSaid({ words: refusalInWords(error), refused: true })
    }
    setBusy(false)
  }

  const { waiting = 0, confirmed = 0 } = known?.counts ?? {}
  const remindedAt = message?.confirm?.remindedAt
  const note =
    said ?? (remindedAt ? { words: say.dialogs.lastReminder(shortTime(new Date(remindedAt), new Date())), refused: false } : null)
  return (
    <Dialog
      title={say.dialogs.confirmations}
      description={known ? say.dialogs.ofConfirmed(confirmed, confirmed + waiting) : undefined}
      onClose={onClose}
      width="w-[420px]"
    >
      <div className="flex max-h-[26rem] min-h-28 flex-col gap-4 overflow-y-auto px-5 pb-3">
        {(known === null || known.waiting.length > 0) && (
          <PeopleList label={say.dialogs.notYet} title ids={known?.waiting ?? null} />
        )}
        {known && known.confirmed.size > 0 && (
          <PeopleList
            label={say.dialogs.confirmed}
            title
            ids={[...known.confirmed.keys()]}
            noteOf={(id) => timeOf(known.confirmed.get(id))}
          />
        )}
        {known?.next !== undefined && <Button onClick={() => void load(known.next)}>{say.dialogs.showMore}</Button>}
      </div>
      <DialogButtons>
        <p role="status" className={`me-auto min-w-0 self-center text-meta ${note?.refused ? 'text-danger' : 'text-soft'}`}>
          {note?.words}
        </p>
        {waiting > 0 && !archived && (
          <Button tone="primary" disabled={busy} onClick={remind}>
            <BellRing size={15} /> {say.dialogs.remind} {waiting}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

function timeOf(at: string | undefined): string | undefined {
  if (at === undefined) return undefined
  const [date, now] = [new Date(at), new Date()]
  return date.toDateString() === now.toDateString() ? clockTime(date) : `${shortTime(date, now)}, ${clockTime(date)}`
}
