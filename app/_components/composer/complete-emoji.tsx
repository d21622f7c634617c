'use client'

import { useEffect, useMemo, useState } from 'react'
import { type EmojiGroup, loadEmoji, searchEmoji } from '#app/_components/emoji/data.ts'
import { keepEmoji, recentEmoji } from '#app/_components/emoji/recent.ts'
import { EmojiPicture } from '#app/_components/emoji/sign.tsx'
import { savedTone, withTone } from '#app/_components/emoji/tones.ts'
import { useChatState } from '#app/_hooks/chat.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { SHOWN_MAX, type Suggestion } from './use-completion.tsx'

const NONE: Suggestion[] = []
const RECENT_MAX = 16

/** The installation's own emoji and the usual ones, those used lately first. */
export function useEmoji(query: string | null): Suggestion[] {
  const groups = useGroups(query !== null)
  const own = useChatState((state) => state.emoji)
  return useMemo(() => {
    if (query === null) return NONE
    const pictures = bestMatches(own, query, (one) => [one.name], SHOWN_MAX).map((one) => ({
      sign: `:${one.name}:`,
      name: one.name,
      drawn: <EmojiPicture emoji={one} />,
    }))
    const tone = savedTone()
    const signs = searchEmoji(groups ?? [], query, SHOWN_MAX * 2).map(([sign, names]) => {
      const toned = withTone(sign, tone)
      return { sign: toned, name: names.split(' ')[0] ?? '', drawn: toned }
    })
    const used = recentEmoji(RECENT_MAX)
    const place = (sign: string) => (used.includes(sign) ? used.indexOf(sign) : RECENT_MAX)
    const exact = (name: string) => Number(name === query.toLowerCase())
    return [...pictures, ...signs]
      .sort((a, b) => exact(b.name) - exact(a.name) || place(a.sign) - place(b.sign))
      .slice(0, SHOWN_MAX)
      .map(({ sign, name, drawn }) => ({
        key: sign,
        insert: `${sign} `,
        onChosen: () => keepEmoji(sign),
        line: (
          <>
            <span className="w-7 text-center text-[1.125rem]">{drawn}</span>
            <span className="truncate text-[0.875rem]">:{name}:</span>
          </>
        ),
      }))
  }, [query, groups, own])
}

function useGroups(on: boolean): EmojiGroup[] | null {
  const [groups, setGroups] = useState<EmojiGroup[] | null>(null)
  useEffect(() => {
    if (on) loadEmoji().then(setGroups, () => undefined)
  }, [on])
  return groups
}
