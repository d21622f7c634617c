'use client'

import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { diagnosisText, healthOf } from '#app/_words/health.ts'
import { say } from '#app/_words/say.ts'

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
    void tell(copied ? say.dialogs.diagnosisCopied : say.dialogs.theDiagnosisCouldNotBe, copied ? undefined : 'refused')
  }

  const { outbox } = diagnosis
  const facts: [string, string | number | undefined][] = [
    [
      say.dialogs.lastMessageThatIsHere,
      diagnosis.seq === undefined ? undefined : say.dialogs.of(diagnosis.seq, diagnosis.lastSeq ?? 0),
    ],
    [say.dialogs.everyChangeUpTo, diagnosis.rev],
    [say.dialogs.changesThatAreMissing, diagnosis.behind],
    [say.dialogs.waitingToBeSent, say.dialogs.hereInAll(outbox.room, outbox.all)],
    [say.dialogs.failedToSend, outbox.failed],
    [say.dialogs.ownChangesNotToldYet, diagnosis.wishes],
    [say.dialogs.ownClock, diagnosis.meRev],
    [say.dialogs.node, diagnosis.node],
    [say.dialogs.connection, diagnosis.connection],
    [say.dialogs.history, diagnosis.epoch],
  ]
  return (
    <Dialog
      title={healthOf(connection, behind, new Date(), diagnosis.connection !== undefined).words}
      description={say.dialogs.howThisRoomStandsAgainst}
      onClose={onClose}
    >
      <dl className="flex min-h-0 flex-col overflow-y-auto px-5 pb-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex items-baseline justify-between gap-6 border-b border-line py-1.5 last:border-0">
            <dt className="shrink-0 text-meta text-soft">{name}</dt>
            <dd className="tabular min-w-0 text-end font-mono text-[0.8125rem] break-all">{value ?? say.dialogs.notKnown}</dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button onClick={onClose}>{say.dialogs.close}</Button>
        <Button tone="primary" onClick={() => void copy()} data-on-enter>
          {say.dialogs.copyDiagnosis}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
