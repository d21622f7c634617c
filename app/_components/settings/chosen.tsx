'use client'

import { type ReactNode, useState } from 'react'
import type { ChoiceName, Chosen as Value } from '#app/_preferences/choices.ts'
import { readChoice } from '#app/_preferences/read.ts'
import { saveChoice } from '#app/_preferences/save.ts'
import { Choice } from './choice.tsx'
import { SettingsGroup } from './group.tsx'

type Props<Name extends ChoiceName> = {
  name: Name
  title: string
  about?: string
  options: readonly { value: Value<Name>; words: string; about?: string; icon?: ReactNode }[]
  /** After it was chosen. */
  onChosen?: () => void
}

/** One of the choices that are kept in this browser. */
export function Chosen<Name extends ChoiceName>({ name, title, about, options, onChosen }: Props<Name>) {
  const [value, setValue] = useState(() => readChoice(name))
  return (
    <SettingsGroup title={title} about={about}>
      <Choice
        label={title}
        value={value}
        options={options}
        onChange={(chosen) => {
          setValue(chosen)
          saveChoice(name, chosen)
          onChosen?.()
        }}
      />
    </SettingsGroup>
  )
}
