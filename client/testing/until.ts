import type { Chat } from '#client/api.ts'
import type { ChatState } from '#client/types.ts'

/** Resolves with the state once it is as wanted. A test that waits for what never comes is ended by its own time limit. */
export function until(chat: Chat, isWanted: (state: ChatState) => boolean): Promise<ChatState> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isWanted(chat.getState())) return
      stop()
      resolve(chat.getState())
    }
    const stop = chat.subscribe(look)
    look()
  })
}
