'use client'

import { usePathname } from 'next/navigation'
import { Suspense, useEffect, useLayoutEffect, useState } from 'react'
import { Panel } from '#app/_components/auth/panel.tsx'
import { ChatRoot } from '#app/_components/shell/chat-root.tsx'
import { ShellBones } from '#app/_components/shell/shell-bones.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { type ChoiceName, choiceCookie, choices, parseChoice } from '#app/_preferences/choices.ts'
import {
  LAST_ROOM_COOKIE,
  parseRoomId,
  parseSidebarWidth,
  parseTheme,
  SIDEBAR_COOKIE,
  SIDEBAR_DEFAULT,
  THEME_COOKIE,
} from '#app/_preferences/preferences.ts'
import type pages from '#app/_words/en/pages.ts'
import { directionOf, LANGUAGE_COOKIE, parseLanguage } from '#app/_words/language.ts'
import { findHere, type Here } from './here.ts'

type Props = { loading: string; words: (typeof pages)['offline'] }

/** The chat of whoever is signed in in this browser, drawn from what the device keeps. The engine goes on trying to connect. */
export function OfflineRoot({ loading, words }: Props) {
  const [here, setHere] = useState<Here | null | undefined>(undefined)
  useLayoutEffect(() => {
    drawAsChosen()
    setHere(findHere())
  }, [])
  const pathname = usePathname()
  const last = here ? parseRoomId(cookie(LAST_ROOM_COOKIE)) : null
  // As the server's page does it.
  const isElsewhere = pathname === '/' && last !== null
  useEffect(() => {
    if (isElsewhere) go(roomPath(last), 'replace')
  }, [isElsewhere, last])

  if (here === undefined || isElsewhere)
    return <ShellBones sidebarWidth={SIDEBAR_DEFAULT} loading={loading} community={here?.community ?? ''} />
  if (here === null) return <Nobody words={words} />
  return (
    <Suspense>
      <ChatRoot
        viewer={here.user}
        community={here.community}
        token={null}
        sidebarWidth={parseSidebarWidth(cookie(SIDEBAR_COOKIE))}
        theme={parseTheme(cookie(THEME_COOKIE))}
        loading={loading}
      />
    </Suspense>
  )
}

function Nobody({ words }: Pick<Props, 'words'>) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-side px-4 pt-[max(3rem,16vh)] pb-12">
      <div className="flex w-full max-w-[368px] flex-col gap-6">
        <p className="flex items-center gap-2.5 text-[1.0625rem] font-semibold tracking-tight">
          <Mark /> Parley
        </p>
        <Panel title={words.title}>
          <p className="text-soft">{words.text}</p>
          <Button tone="primary" className="self-start" onClick={() => location.reload()}>
            {words.verb}
          </Button>
        </Panel>
      </div>
    </main>
  )
}

/** The document is everybody's: what was chosen in this browser is put on it here, before anything is drawn. */
function drawAsChosen() {
  const { dataset } = document.documentElement
  dataset.theme = parseTheme(cookie(THEME_COOKIE))
  for (const name of Object.keys(choices) as ChoiceName[]) dataset[name] = parseChoice(name, cookie(choiceCookie(name)))
  const language = parseLanguage(cookie(LANGUAGE_COOKIE))
  if (language) Object.assign(document.documentElement, { lang: language, dir: directionOf(language) })
}

const cookie = (name: string): string | undefined => {
  const pair = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1))
}
