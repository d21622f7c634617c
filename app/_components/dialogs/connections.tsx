'use client'

import { Search } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { usePolled } from '#app/_hooks/polled.ts'
import { useSettled } from '#app/_hooks/settled.ts'
import { deviceInWords } from '#app/_words/device.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Chat } from '#client/index.ts'
import type { OpenConnection } from '#protocol/sessions.ts'
import { Confirm } from './confirm.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { Nodes } from './nodes.tsx'

const EVERY_MS = 4_000
const PAUSE_MS = 160

/** Who is connected to the whole installation, live, for its owners and admins. */
export function Connections({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const [typed, setTyped] = useState('')
  const query = useSettled(typed.trim(), PAUSE_MS)
  const [pages, setPages] = useState(1)
  const [ending, setEnding] = useState<{ connection: OpenConnection; name: string } | null>(null)
  const {
    value: found,
    error,
    again,
  } = usePolled(
    useCallback(() => listPages(chat, query, pages), [chat, query, pages]),
    EVERY_MS,
  )

  return (
    <Dialog title={say.dialogs.connections} description={say.dialogs.whoIsConnectedNowOn} onClose={onClose} width="w-[760px]">
      <div className="flex flex-col gap-3 px-5 pb-3">
        <Nodes nodes={found?.nodes ?? []} />
        <label className="flex h-9 items-center gap-2.5 rounded-lg border border-line-strong bg-field px-3 focus-within:border-soft has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:h-11">
          <Search size={16} className="text-soft" aria-hidden="true" />
          <input
            aria-label={say.dialogs.searchPeople}
            placeholder={say.dialogs.searchByName}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setPages(1)
            }}
            dir="auto"
            className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
          />
        </label>
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
      </div>
      <section
        className="h-[26rem] min-h-32 overflow-y-auto border-t border-line px-5 pb-3"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say.dialogs.openConnections}
      >
        {found === null && error === null && <ConnectionBones />}
        {found?.connections.length === 0 && (
          <p className="py-10 text-center text-meta text-soft" dir="auto">
            {query ? say.dialogs.nobodyCalledIsConnected(query) : say.dialogs.nobodyIsConnected}
          </p>
        )}
        <ul aria-label={say.dialogs.connections}>
          {found?.connections.map((connection) => {
            const user = found.users[connection.userId]
            const name = user?.displayName ?? say.dialogs.somebody
            return (
              <ConnectionLine
                key={connection.id}
                connection={connection}
                user={user}
                host={found.nodes.find((node) => node.id === connection.node)?.host}
                onEnd={() => setEnding({ connection, name })}
              />
            )
          })}
        </ul>
        {found?.hasMore && (
          <Button className="mx-auto mt-3 flex" onClick={() => setPages(pages + 1)}>
            {say.dialogs.showMore}
          </Button>
        )}
      </section>
      {ending && (
        <Confirm
          title={say.dialogs.signOut2(ending.name)}
          text={say.dialogs.theirSessionOnEndsAt(deviceInWords(ending.connection.device))}
          action={say.dialogs.signOut3}
          danger
          run={async () => {
            await chat.endSession(ending.connection.sessionId)
            await again()
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </Dialog>
  )
}

/** As many pages as are on screen, read anew. */
async function listPages(chat: Chat, query: string, pages: number) {
  const first = await chat.listConnections(query)
  const connections = [...first.connections]
  const users = [...first.users]
  let next = first.next
  for (let page = 1; page < pages && next !== undefined; page++) {
    const more = await chat.listConnections(query, next)
    connections.push(...more.connections)
    users.push(...more.users)
    next = more.next
  }
  return {
    nodes: first.nodes,
    connections,
    users: Object.fromEntries(users.map((user) => [user.id, user])),
    hasMore: next !== undefined,
  }
}

function ConnectionBones() {
  return ['w-40', 'w-52', 'w-44', 'w-36'].map((width) => (
    <div key={width} className="flex items-center gap-2.5 py-3">
      <Bone className="size-7 rounded-md" />
      <Bone className={`h-3 ${width}`} />
    </div>
  ))
}
