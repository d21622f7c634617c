'use client'

import { useId } from 'react'
import { say } from '#app/_words/say.ts'
import { tones, withTone } from './tones.ts'

/** In which tone hands and faces are shown and sent; this browser remembers it. */
export function SkinTones({ tone, onTone }: { tone: string; onTone: (tone: string) => void }) {
  const name = useId()
  return (
    <fieldset className="flex">
      <legend className="sr-only">{say.emoji.skinTone}</legend>
      {tones.map((one) => (
        <label
          key={one.name}
          data-tip={one.name}
          className="grid size-8 cursor-pointer place-items-center rounded-md text-[1.0625rem] hover:bg-hover has-checked:bg-press has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            aria-label={one.name}
            checked={tone === one.sign}
            onChange={() => onTone(one.sign)}
            className="sr-only"
          />
          <span aria-hidden="true">{withTone('✋', one.sign)}</span>
        </label>
      ))}
    </fieldset>
  )
}
