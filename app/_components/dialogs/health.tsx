'use client'

import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { diagnosisText, healthOf } from '#app/_words/health.ts'
import { plural } from '#app/_words/wait.ts'

const EVERY_MS = 1_000

/** How a room stands against the server, kept up to date, and to be copied for whoever helps. */
export function Health({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const chat = useChat()
  const connection = useChatState((state) => state.connection)
  const behind = useChatState((state) => state.behind[roomId] ?? 0)
  const [diagnosis, setDiagnosis] = useState(() => chat.diagnose(roomId))
  useEffect(() => {
    const look = () => setDiagnosis(chat.diagnose(roomId))
    const timer = setInterval(look, EVERY_MS)
    return () => clearInterval(timer)
  }, [chat, roomId])

  async function copy() {
    const copied = await copyText(diagnosisText(chat.diagnose(roomId)))
    void tell(copied ? 'Diagnosis copied.' : 'The diagnosis could not be copied.', copied ? undefined : 'refused')
  }

  const { outbox } = diagnosis
  const facts: [string, string | number | undefined][] = [
    ['Last message that is here', diagnosis.seq === undefined ? undefined : `${diagnosis.seq} of ${diagnosis.lastSeq}`],
    ['Every change up to', diagnosis.rev],
    ['Changes that are missing', diagnosis.behind],
    ['Waiting to be sent', `${plural(outbox.room, 'message')} here, ${outbox.all} in all`],
    ['Failed to send', outbox.failed],
    ['Own changes not told yet', diagnosis.wishes],
    ['Own clock', diagnosis.meRev],
    ['Node', diagnosis.node],
    ['Connection', diagnosis.connection],
    ['History', diagnosis.epoch],
  ]
  return (
    <Dialog
      title={healthOf(connection, behind, new Date(), diagnosis.connection !== undefined).words}
      description="How this room stands against the server."
      onClose={onClose}
    >
      <dl className="flex min-h-0 flex-col overflow-y-auto px-5 pb-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex items-baseline justify-between gap-6 border-b border-line py-1.5 last:border-0">
            <dt className="shrink-0 text-meta text-soft">{name}</dt>
            <dd className="tabular min-w-0 text-end font-mono text-[0.8125rem] break-all">{value ?? 'not known'}</dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
        <Button tone="primary" onClick={() => void copy()} data-on-enter>
          Copy diagnosis
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
