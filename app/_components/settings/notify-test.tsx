'use client'

import { Check, Circle, LoaderCircle, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { LINKS, type LinkName, type Outcome, type Outcomes, runSelfTest, untried } from '#app/_notify/self-test.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import type { Chat } from '#client/index.ts'
import { SettingsGroup } from './group.tsx'

const signs = {
  waiting: <Circle size={16} className="mt-0.5 shrink-0 text-soft" aria-hidden="true" />,
  busy: <LoaderCircle size={16} className="mt-0.5 shrink-0 animate-spin text-soft" aria-hidden="true" />,
  good: <Check size={16} className="mt-0.5 shrink-0 text-success" aria-hidden="true" />,
  bad: <X size={16} className="mt-0.5 shrink-0 text-danger" aria-hidden="true" />,
}

/** Tries the whole way of a notification, and names the step that is broken with what to do about it. */
export function NotifyTest({ chat }: { chat: Chat }) {
  const live = useChatState((state) => state.connection.status === 'live')
  const [outcomes, setOutcomes] = useState<Outcomes | null>(null)
  const [busy, setBusy] = useState(false)

  async function run() {
    setBusy(true)
    setOutcomes(untried())
    await runSelfTest(chat, setOutcomes)
    setBusy(false)
  }
  return (
    <SettingsGroup title={say.device.test} about={say.device.testAbout}>
      <Button className="self-start" disabled={busy || !live} onClick={() => void run()}>
        {say.device.testVerb}
      </Button>
      {outcomes && (
        <ol aria-label={say.device.testLinks} className="flex flex-col gap-1.5" aria-live="polite">
          {LINKS.map((name) => (
            <li key={name} className="flex items-start gap-2">
              {signs[outcomes[name].state]}
              <span className={outcomes[name].state === 'waiting' ? 'text-soft' : ''}>
                {linkWords()[name]}
                <span className="sr-only">: {say.device[outcomes[name].state]}</span>
                {outcomes[name].state === 'bad' && <Remedy name={name} outcome={outcomes[name]} />}
              </span>
            </li>
          ))}
        </ol>
      )}
      {outcomes?.arrived.state === 'good' && <p role="status">{say.device.testGood}</p>}
    </SettingsGroup>
  )
}

const linkWords = (): Record<LinkName, string> => ({
  permission: say.device.permissionLink,
  worker: say.device.workerLink,
  subscription: say.device.subscriptionLink,
  sent: say.device.sentLink,
  arrived: say.device.arrivedLink,
})

function Remedy({ name, outcome }: { name: LinkName; outcome: Outcome }) {
  const remedies: Record<LinkName, string> = {
    permission: say.device.permissionBad,
    worker: say.device.workerBad,
    subscription: say.device.subscriptionBad,
    sent: say.device.sentBad,
    arrived: say.device.arrivedBad,
  }
  return <span className="block text-meta text-soft">{filled(remedies[name], <bdi>{outcome.detail}</bdi>)}</span>
}
