import { cookies } from 'next/headers'
import { type ReactNode, Suspense } from 'react'
import { ChatRoot } from '#app/_components/shell/chat-root.tsx'
import { parseSidebarWidth, parseTheme, SIDEBAR_COOKIE, THEME_COOKIE } from '#app/_preferences/preferences.ts'
import { readCommunityName } from '#app/_server/community.ts'
import { mintTokenForViewer } from '#app/_server/socket-token.ts'
import { findViewer } from '#app/_server/viewer.ts'
import { readWords } from '#app/_server/words.ts'

/**
 * The shell of the chat. The address alone says what is open in it, so the pages below draw nothing of their own. Each page
 * knows its address and sends whoever is not signed in to do that; for them there is no shell.
 */
export default async function ChatLayout({ children }: { children: ReactNode }) {
  const [viewer, token, jar, words, community] = await Promise.all([
    findViewer(),
    mintTokenForViewer(),
    cookies(),
    readWords(),
    readCommunityName(),
  ])
  if (!viewer || !token) return children
  return (
    <>
      <Suspense>
        <ChatRoot
          viewer={viewer.user}
          token={token}
          sidebarWidth={parseSidebarWidth(jar.get(SIDEBAR_COOKIE)?.value)}
          theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
          loading={words.loading}
          community={community}
        />
      </Suspense>
      {children}
    </>
  )
}
