'use client'

import { TextSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { play } from '#app/_notify/sound.ts'
import { readChoice } from '#app/_preferences/read.ts'
import { levelWords } from '#app/_words/notify.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { NotifySettings } from '#protocol/notifications.ts'
import { Choice } from './choice.tsx'
import { Chosen } from './chosen.tsx'
import { SettingsGroup } from './group.tsx'
import { NotifyHere } from './notify-here.tsx'
import { NotifyTest } from './notify-test.tsx'
import { QuietHours } from './quiet-hours.tsx'

/** How one is told: in this browser, of what, with which words, and when not. */
export function Notifications() {
  const chat = useChat()
  const [settings, change] = useSettings()
  return (
    <>
      <NotifyHere />
      <Levels />
      <Sound />
      {settings && (
        <SettingsGroup title={say.device.preview}>
          <Choice
            label={say.device.preview}
            value={settings.preview ? 'words' : 'hint'}
            options={[
              { value: 'words', words: say.device.previewWords },
              { value: 'hint', words: say.device.previewHint },
            ]}
            onChange={(chosen) => change({ ...settings, preview: chosen === 'words' })}
          />
        </SettingsGroup>
      )}
      {settings && <QuietHours settings={settings} onChange={change} />}
      <NotifyTest chat={chat} />
    </>
  )
}

/** As the server has them; a change is shown at once and taken back where it is refused. */
function useSettings(): [NotifySettings | null, (next: NotifySettings) => void] {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const [settings, setSettings] = useState<NotifySettings | null>(null)
  useEffect(() => {
    if (!live) return
    chat.notifications().then(
      (told) => setSettings(told.settings),
      () => undefined,
    )
  }, [chat, live])
  function change(next: NotifySettings) {
    const former = settings
    // Hours are by the clock of the device they were set on.
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    setSettings({ ...next, timeZone })
    chat.setNotifications({ ...next, timeZone }).catch((error: unknown) => {
      setSettings(former)
      void tell(refusalInWords(error), 'refused')
    })
  }
  return [settings, change]
}

function Levels() {
  const chat = useChat()
  const dialogs = useDialogs()
  const usual = useChatState((state) => state.preferences.notify)
  const words = levelWords()
  return (
    <SettingsGroup title={say.device.levels} about={say.device.levelsAbout}>
      <Choice
        label={say.device.levels}
        value={usual}
        options={(['all', 'mentions', 'none'] as const).map((value) => ({ value, words: words[value] }))}
        onChange={(notify) =>
          void chat.setPreferences({ notify }).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
        }
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button onClick={() => dialogs.open({ name: 'keywords' })}>
          <TextSearch size={15} aria-hidden="true" /> {say.device.keywords}
        </Button>
        <span className="text-meta text-soft">{say.device.keywordsAbout}</span>
      </div>
    </SettingsGroup>
  )
}

const Sound = () => (
  <Chosen
    name="sound"
    title={say.device.sound}
    about={say.device.soundAbout}
    options={[
      { value: 'knock', words: say.device.knock },
      { value: 'chime', words: say.device.chime },
      { value: 'off', words: say.device.soundOff },
    ]}
    onChosen={() => play(readChoice('sound'))}
  />
)
