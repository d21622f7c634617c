'use client'

import type { ReactNode } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'
import { NamedPane } from './named-pane.tsx'
import type { Pages } from './use-pages.ts'

type Props = {
  title: string
  pages: Pages
  messages: readonly Message[]
  /** Said where there is nothing. */
  empty: string
  onClose: () => void
  children: (message: Message) => ReactNode
}

/** Some of a room's messages beside it, with what can be done with each. */
export function ListedPane({ title, pages, messages, empty, onClose, children }: Props) {
  return (
    <NamedPane title={title} onClose={onClose}>
      <ul className="flex min-h-0 flex-1 flex-col overflow-y-auto px-5 pb-5">
        {pages.error !== null && <li className="py-4 text-meta text-danger">{refusalInWords(pages.error)}</li>}
        {pages.messages === null && pages.error === null && <Bone className="my-4 h-12 w-full" />}
        {pages.messages !== null && messages.length === 0 && <li className="py-10 text-center text-soft">{empty}</li>}
        {messages.map((message) => (
          <li key={message.id} className="border-t border-line py-4 first:border-0">
            {children(message)}
          </li>
        ))}
        {pages.more && (
          <li className="pt-2">
            <Button onClick={pages.more}>{say.panes.showMore}</Button>
          </li>
        )}
      </ul>
    </NamedPane>
  )
}
