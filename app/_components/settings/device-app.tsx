'use client'

import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { isInstalled, useInstall, whichBrowser } from '#app/_offline/install.ts'
import { findWorker, mayWork } from '#app/_offline/worker.ts'
import { filled } from '#app/_words/filled.tsx'
import { locale, say } from '#app/_words/say.ts'
import { SettingsGroup } from './group.tsx'
import { StateLine } from './state-line.tsx'

const EVERY_MS = 2_000

/** Parley as an app of this device, and what it can do there without a network. */
export function DeviceApp() {
  const install = useInstall()
  return (
    <>
      <SettingsGroup title={say.device.install} about={say.device.installAbout}>
        {isInstalled() ? (
          <StateLine icon="good">{say.device.installed}</StateLine>
        ) : !mayWork() ? (
          <PlainHttp>{say.device.noInstall}</PlainHttp>
        ) : install ? (
          <Button tone="primary" className="self-start" onClick={() => void install()}>
            <Download size={15} aria-hidden="true" /> {say.device.installVerb}
          </Button>
        ) : (
          <p className="text-meta text-soft">{say.device.installHow[whichBrowser(navigator)]}</p>
        )}
      </SettingsGroup>
      <SettingsGroup title={say.device.offline} about={say.device.offlineAbout}>
        {mayWork() ? <Shell /> : <PlainHttp>{say.device.noOffline}</PlainHttp>}
        <Storage />
      </SettingsGroup>
    </>
  )
}

/** Whether Parley opens without a network in this browser. */
function Shell() {
  const ready = useShellReady()
  if (ready === null) return <StateLine icon="busy">{say.device.offlineLooking}</StateLine>
  return ready ? (
    <StateLine icon="good">{say.device.offlineReady}</StateLine>
  ) : (
    <StateLine icon="busy">{say.device.offlineSoon}</StateLine>
  )
}

function useShellReady(): boolean | null {
  const [ready, setReady] = useState<boolean | null>(null)
  useEffect(() => {
    let isOver = false
    const look = async () => {
      const worker = await findWorker()
      const now = Boolean(worker?.active) && (await caches.has('parley-shell').catch(() => false))
      if (!isOver) setReady(now)
    }
    void look()
    const timer = setInterval(look, EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [])
  return ready
}

/** What Parley keeps on this device, and whether the browser may clear it away by itself. */
function Storage() {
  const [usage, setUsage] = useState<number | null>(null)
  const [persisted, setPersisted] = useState<boolean | null>(null)
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage: bytes }) => setUsage(bytes ?? null))
    void navigator.storage?.persisted?.().then(setPersisted)
  }, [])
  if (usage === null) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-meta text-soft">
      <span className="tabular">{say.device.kept(megabytes(usage))}</span>
      {persisted === false && (
        <Button className="h-8" onClick={() => void navigator.storage.persist().then(setPersisted)}>
          {say.device.keepThem}
        </Button>
      )}
    </p>
  )
}

function PlainHttp({ children }: { children: string }) {
  return (
    <StateLine icon="bad">
      {children} {filled(say.device.plainHttp, <bdi>{window.location.host}</bdi>)}
    </StateLine>
  )
}

const megabytes = (bytes: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(bytes / 1_000_000)
