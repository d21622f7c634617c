'use client'

import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'

type Props = {
  label: string
  /** Shows the label as a heading. */
  title?: boolean
  /** Null while they are asked for. */
  ids: readonly string[] | null
  noteOf?: (id: string) => string | undefined
}

/** People in a dialog, one a line. */
export function PeopleList({ label, title = false, ids, noteOf }: Props) {
  const users = useChatState((state) => state.users)
  return (
    <section aria-label={label}>
      {title && <h3 className="pb-1 text-meta font-medium text-soft">{label}</h3>}
      {ids === null && <Bone className="my-2 h-7 w-48" />}
      <ul className="flex flex-col gap-1">
        {ids?.map((id) => {
          const user = users[id]
          return (
            user && (
              <li key={id} className="flex h-9 items-center">
                <PersonLine user={user} note={noteOf?.(id)} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}
