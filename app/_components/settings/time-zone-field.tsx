import { useId } from 'react'
import { say } from '#app/_words/say.ts'

/** One of the time zones the browser knows; its own is offered first. */
export function TimeZoneField({ defaultValue }: { defaultValue: string }) {
  const id = useId()
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const all = [...new Set([...Intl.supportedValuesOf('timeZone'), ...(defaultValue ? [defaultValue] : [])])].sort()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-meta font-medium">
        {say.people.timeZone}
      </label>
      <select
        id={id}
        name="timeZone"
        defaultValue={defaultValue}
        className="h-10 rounded-lg border border-line-strong bg-field px-3 text-body narrow:h-11"
      >
        <option value="">{say.people.noTimeZone}</option>
        <option value={own}>{say.people.thisDevice(own)}</option>
        {all
          .filter((zone) => zone !== own)
          .map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
      </select>
      <p className="text-meta text-soft">{say.people.timeZoneHint}</p>
    </div>
  )
}
