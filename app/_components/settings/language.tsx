'use client'

import { useState } from 'react'
import { saveLanguage } from '#app/_preferences/save.ts'
import { languageNames, languages } from '#app/_words/language.ts'
import { language, say } from '#app/_words/say.ts'
import { Choice } from './choice.tsx'
import { Chosen } from './chosen.tsx'
import { SettingsGroup } from './group.tsx'

/** Which language this browser speaks, and how it tells the time. */
export function LanguageSettings() {
  const [chosen, setChosen] = useState(language)
  return (
    <>
      <SettingsGroup title={say.settings.language} about={say.settings.languageAbout}>
        <Choice
          label={say.settings.language}
          value={chosen}
          options={languages.map((value) => ({ value, words: languageNames[value], lang: value }))}
          onChange={(value) => {
            setChosen(value)
            saveLanguage(value)
          }}
        />
      </SettingsGroup>
      <Chosen
        name="clock"
        title={say.settings.clock}
        about={say.settings.languageAbout}
        options={[
          { value: 'usual', words: say.settings.clockUsual },
          { value: '12', words: say.settings.clock12 },
          { value: '24', words: say.settings.clock24 },
        ]}
        onChosen={() => window.location.reload()}
      />
    </>
  )
}
