'use client'

import { say } from '#app/_words/say.ts'
import { Chosen } from './chosen.tsx'

/** What the keyboard does where one writes. */
export function Writing() {
  return (
    <Chosen
      name="enter"
      title={say.settings.enter}
      about={say.settings.enterAbout}
      options={[
        { value: 'sends', words: say.settings.enterSends, about: say.settings.enterSendsAbout },
        { value: 'breaks', words: say.settings.enterBreaks, about: say.settings.enterBreaksAbout },
      ]}
    />
  )
}
