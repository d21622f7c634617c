'use client'

import { asClock, fromClock } from '#app/_notify/quiet.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import type { NotifySettings } from '#protocol/notifications.ts'
import { SettingsGroup } from './group.tsx'

/** 22:00 to 7:00. */
const USUAL = { from: 22 * 60, to: 7 * 60 }

type Props = { settings: NotifySettings; onChange: (settings: NotifySettings) => void }

/** When nothing is told, by the clock of the device it was set on. */
export function QuietHours({ settings, onChange }: Props) {
  const { quiet } = settings
  const set = (change: Partial<typeof USUAL>) => quiet && onChange({ ...settings, quiet: { ...quiet, ...change } })
  return (
    <SettingsGroup title={say.device.quiet} about={say.device.quietAbout}>
      <label className="flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-hover narrow:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-(--accent-fill)"
          checked={quiet !== null}
          onChange={(event) => onChange({ ...settings, quiet: event.target.checked ? USUAL : null })}
        />
        {say.device.quietOn}
      </label>
      {quiet && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-2">
          <Clock label={say.device.quietFrom} value={quiet.from} onChange={(from) => set({ from })} />
          <Clock label={say.device.quietTo} value={quiet.to} onChange={(to) => set({ to })} />
          <span className="text-meta text-soft">
            {filled(say.device.zone, <bdi>{settings.timeZone.replaceAll('_', ' ')}</bdi>)}
          </span>
        </div>
      )}
    </SettingsGroup>
  )
}

function Clock({ label, value, onChange }: { label: string; value: number; onChange: (minute: number) => void }) {
  return (
    <label className="flex items-center gap-2">
      {label}
      <input
        type="time"
        className="tabular h-9 rounded-lg border border-line-strong bg-field px-2 narrow:h-11"
        value={asClock(value)}
        onChange={(event) => event.target.value && onChange(fromClock(event.target.value))}
      />
    </label>
  )
}
