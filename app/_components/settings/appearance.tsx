'use client'

import { Contrast, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { parseTheme, type Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
import { Choice } from './choice.tsx'
import { SettingsGroup } from './group.tsx'

const colours = [
  { value: 'system', words: 'As the device', icon: <Monitor key="s" size={16} /> },
  { value: 'light', words: 'Light', icon: <Sun key="l" size={16} /> },
  { value: 'dark', words: 'Dark', icon: <Moon key="d" size={16} /> },
  { value: 'contrast', words: 'High contrast', icon: <Contrast key="c" size={16} /> },
] as const

/** How Parley looks in this browser. */
export function Appearance() {
  const [theme, setTheme] = useState<Theme>(() => parseTheme(document.documentElement.dataset.theme))
  return (
    <SettingsGroup title="Colours" about="In this browser.">
      <Choice
        label="Colours"
        value={theme}
        options={colours}
        onChange={(chosen) => {
          setTheme(chosen)
          saveTheme(chosen)
        }}
      />
    </SettingsGroup>
  )
}
