'use client'

import { type InputHTMLAttributes, useId } from 'react'
import { say } from '#app/_words/say.ts'

type Props = InputHTMLAttributes<HTMLInputElement> & {
  label: string
  name: string
  /** Says that it need not be filled in; the chat's own word where none is given. */
  optional?: string
  /** A sentence below, replaced by the error. */
  hint?: string | undefined
  error?: string | undefined
}

/** One labelled line of a form, with its hint or what is wrong with it. */
export function Field({ label, optional, hint, error, className = '', ...input }: Props) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className="text-meta font-medium">
        {label} {!input.required && <span className="ms-1 font-normal text-soft">{optional ?? say.common.optional}</span>}
      </label>
      <input
        id={id}
        {...input}
        data-on-open={input.autoFocus ? '' : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-10 narrow:h-11 rounded-lg border border-line-strong bg-field px-3 text-body transition-colors duration-120 placeholder:text-soft hover:border-soft aria-invalid:border-danger"
      />
      {note && (
        <p id={`${id}-note`} className={`text-meta ${error ? 'text-danger' : 'text-soft'}`}>
          {note}
        </p>
      )}
    </div>
  )
}
