'use client'

import { useState } from 'react'
import { fetchedOnce } from '#app/_components/ui/fetched.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { loadUploads, type Upload } from '#client/index.ts'

// With the other parts, so that files wait for the network too when there is none.
fetchedOnce(loadUploads)

const NONE: readonly Upload[] = []

/** The files that the next message of a room carries. */
export function useAttaching(roomId: string) {
  const chat = useChat()
  const all = useChatState((state) => state.uploads[roomId]) ?? NONE
  const uploads = all.filter((upload) => upload.messageId === undefined)
  const [problem, setProblem] = useState<string | null>(null)
  return {
    uploads,
    ids: uploads.map((upload) => upload.id),
    areWhole: uploads.every((upload) => upload.state === 'ready'),
    problem,
    clear: () => setProblem(null),
    attach(files: readonly File[]) {
      setProblem(null)
      chat.attach(roomId, files).catch((error: unknown) => setProblem(refusalInWords(error)))
    },
    /** Whether all of them may go as they are; else it is said why not. */
    mayGo(): boolean {
      const bad = uploads.find((upload) => upload.state === 'failed')
      setProblem(bad ? say.composer.removeFirstItCantBe(bad.name) : null)
      return !bad
    },
  }
}
