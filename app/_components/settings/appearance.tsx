'use client'

import { Contrast, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { parseTheme, type Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
import { say } from '#app/_words/say.ts'
import { Choice } from './choice.tsx'
import { Chosen } from './chosen.tsx'
import { SettingsGroup } from './group.tsx'

const colours = () =>
  [
    { value: 'system', words: say.settings.asTheDevice, icon: <Monitor key="s" size={16} /> },
    { value: 'light', words: say.settings.light, icon: <Sun key="l" size={16} /> },
    { value: 'dark', words: say.settings.dark, icon: <Moon key="d" size={16} /> },
    { value: 'contrast', words: say.settings.highContrast, icon: <Contrast key="c" size={16} /> },
  ] as const

/** How Parley looks in this browser. */
export function Appearance() {
  const [theme, setTheme] = useState<Theme>(() => parseTheme(document.documentElement.dataset.theme))
  return (
    <>
      <SettingsGroup title={say.settings.colours} about={say.settings.inThisBrowser}>
        <Choice
          label={say.settings.colours}
          value={theme}
          options={colours()}
          onChange={(chosen) => {
            setTheme(chosen)
            saveTheme(chosen)
          }}
        />
      </SettingsGroup>
      <Chosen
        name="density"
        title={say.settings.density}
        options={[
          { value: 'cosy', words: say.settings.cosy },
          { value: 'compact', words: say.settings.compact, about: say.settings.compactAbout },
        ]}
      />
      <Chosen
        name="text"
        title={say.settings.textSize}
        options={[
          { value: 'normal', words: say.settings.textNormal },
          { value: 'large', words: say.settings.textLarge },
          { value: 'larger', words: say.settings.textLarger },
        ]}
      />
      <Chosen
        name="announce"
        title={say.settings.readOut}
        about={say.settings.readOutAbout}
        options={[
          { value: 'all', words: say.settings.readAll },
          { value: 'mentions', words: say.settings.readMentions },
          { value: 'off', words: say.settings.readNothing },
        ]}
      />
    </>
  )
}
