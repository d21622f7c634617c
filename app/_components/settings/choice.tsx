import type { ReactNode } from 'react'

type Props<Value extends string> = {
  /** Names the group for whoever hears it. */
  label: string
  value: Value
  options: readonly { value: Value; words: string; about?: string; icon?: ReactNode; lang?: string }[]
  onChange: (value: Value) => void
}

/** One of a few, each a line of its own. */
export function Choice<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-hover narrow:min-h-11"
        >
          <input
            type="radio"
            name={label}
            className="size-4 shrink-0 accent-(--accent-fill)"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon && (
            <span aria-hidden className="text-soft">
              {option.icon}
            </span>
          )}
          <span className="flex min-w-0 flex-col">
            <span lang={option.lang} dir={option.lang && 'auto'}>
              {option.words}
            </span>
            {option.about && <span className="text-meta text-soft">{option.about}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
