'use client'

import { Bell } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Refused } from '#app/_components/ui/refused.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { leaveHere, type Permission, permission, reachHere } from '#app/_notify/push.ts'
import { whichBrowser } from '#app/_offline/install.ts'
import { say } from '#app/_words/say.ts'
import { SettingsGroup } from './group.tsx'
import { StateLine } from './state-line.tsx'

/** Whether this browser may notify, and whether it is reached while Parley is closed. It is asked only when somebody presses. */
export function NotifyHere() {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const [may, setMay] = useState<Permission>(() => permission())
  const [reached, setReached] = useState<boolean | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    // Somebody may change it in the browser's own settings meanwhile.
    const look = () => setMay(permission())
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [])
  useEffect(() => {
    if (live)
      chat.notifications().then(
        ({ subscribed }) => setReached(subscribed),
        () => undefined,
      )
  }, [chat, live])

  async function attempt(work: () => Promise<void>) {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause))
    }
    setBusy(false)
  }
  const reach = () =>
    attempt(async () => {
      await reachHere(chat, (await chat.notifications()).serverKey)
      setReached(true)
    })
  const allow = () =>
    attempt(async () => {
      const answer = await Notification.requestPermission()
      setMay(answer)
      if (answer === 'granted') await reach()
    })
  const leave = () =>
    attempt(async () => {
      await leaveHere(chat)
      setReached(false)
    })

  return (
    <SettingsGroup title={say.device.here} about={may === 'default' ? say.device.hereAbout : undefined}>
      {may === 'plain-http' && <StateLine icon="bad">{say.device.noNotify}</StateLine>}
      {may === 'unsupported' && <StateLine icon="bad">{say.device.noNotifyBrowser}</StateLine>}
      {may === 'denied' && (
        <StateLine icon="bad">
          {say.device.denied} {say.device.deniedUndo[whichBrowser(navigator)]}
        </StateLine>
      )}
      {may === 'default' && (
        <Button tone="primary" className="self-start" disabled={busy} onClick={() => void allow()}>
          <Bell size={15} aria-hidden="true" /> {say.device.allow}
        </Button>
      )}
      {may === 'granted' && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <StateLine icon="good">{reached ? say.device.pushOn : say.device.tabOn}</StateLine>
          <Button className="h-8" disabled={busy || reached === null} onClick={() => void (reached ? leave() : reach())}>
            {reached ? say.device.pushOff : say.device.pushAdd}
          </Button>
        </div>
      )}
      {error !== null && <Refused id="notify-here-error">{say.device.failed(error)}</Refused>}
    </SettingsGroup>
  )
}
