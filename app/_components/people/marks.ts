import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'

export type Mark = 'block' | 'mute'

/** Whether one blocks or mutes somebody. */
export const useMark = (userId: string): Mark | null =>
  useChatState(({ preferences: { blocked, muted } }) =>
    blocked?.includes(userId) ? 'block' : muted?.includes(userId) ? 'mute' : null,
  )

/** Sets or takes it back; what is refused is told. */
export function useSetMark(): (userId: string, mark: Mark | null) => Promise<void> {
  const chat = useChat()
  return async (userId, mark) => {
    try {
      await chat.ask('person:mark', { userId, mark })
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }
}
