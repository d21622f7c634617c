'use client'

import { useEffect, useState } from 'react'
import { DialogsProvider } from '#app/_components/dialogs/dialogs.tsx'
import { ChatContext } from '#app/_hooks/chat.tsx'
import { ViewerContext } from '#app/_hooks/viewer.tsx'
import { loadParser } from '#app/_markdown/parser.ts'
import type { Theme } from '#app/_preferences/preferences.ts'
import { useWords } from '#app/_words/use-words.ts'
import { type Chat, createChat } from '#client/index.ts'
import type { SocketToken } from '#protocol/http.ts'
import type { User } from '#protocol/models.ts'
import { deviceId } from './device-id.ts'
import { Shell } from './shell.tsx'
import { ShellBones } from './shell-bones.tsx'
import { createTokenSource } from './token-source.ts'

/** No token: the page was opened without a network, and asks for one when it is back. */
type Props = {
  viewer: User
  token: SocketToken | null
  sidebarWidth: number
  theme: Theme
  loading: string
  community: string
}

/** Holds the one engine of this page for as long as the page is there. Until it runs and its words are there, the server's drawing stands. */
export function ChatRoot({ viewer, token, sidebarWidth, theme, loading, community }: Props) {
  const canSpeak = useWords()
  const [chat, setChat] = useState<Chat | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new token of a later drawing must not replace a living connection
  useEffect(() => {
    const made = createChat({
      ...(token && { url: token.url }),
      getToken: createTokenSource(token),
      deviceId: deviceId(),
      userId: viewer.id,
      storage: 'indexeddb',
    })
    setChat(made)
    void made.connect()
    void loadParser()
    return () => {
      setChat(null)
      void made.stop()
    }
  }, [viewer.id])

  if (chat === null || !canSpeak) return <ShellBones sidebarWidth={sidebarWidth} loading={loading} community={community} />
  return (
    <ViewerContext value={viewer}>
      <ChatContext value={chat}>
        <DialogsProvider>
          <Shell firstSidebarWidth={sidebarWidth} firstTheme={theme} community={community} />
        </DialogsProvider>
      </ChatContext>
    </ViewerContext>
  )
}
