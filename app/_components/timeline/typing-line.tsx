'use client'

import { TypingDots } from '#app/_components/ui/typing-dots.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { listInWords } from '#app/_words/lists.ts'
import { say } from '#app/_words/say.ts'

const NAMED_MAX = 3

/** Who writes here now. Its place is always kept, so that nothing moves when it comes and goes. */
export function TypingLine({ roomId }: { roomId: string }) {
  const typing = useChatState((state) => state.typing[roomId])
  const users = useChatState((state) => state.users)
  const names = (typing ?? []).map((id) => users[id]?.displayName ?? say.timeline.somebody)
  return (
    <p className="flex h-5 items-center gap-2 ps-1 pt-1 text-[0.75rem] leading-4 text-soft" aria-live="off">
      {names.length > 0 && (
        <>
          <TypingDots />
          <bdi className="truncate">{typingInWords(names)}</bdi>
        </>
      )}
    </p>
  )
}

function typingInWords(names: readonly string[]): string {
  if (names.length > NAMED_MAX) return say.timeline.severalPeopleAreTypingDots
  return names.length === 1 ? say.timeline.isTyping(listInWords(names)) : say.timeline.areTyping(listInWords(names))
}
