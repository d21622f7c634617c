'use client'

import { useEffect } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'

/** Says that something changed without a connection could not be told, and is as it was. What was written can be copied. */
export function Undone() {
  const undone = useChatState((state) => state.undone)
  useEffect(() => {
    if (undone === null) return
    const { change, error } = undone
    const why = refusalInWords(new Refusal(error.code, error.message))
    if (change.name === 'message:react') return void tell(say.device.reactionUndone(why), 'refused')
    const { body } = change.payload
    void tell(say.device.editUndone(why), 'refused', {
      label: say.device.copyIt,
      run: () => void navigator.clipboard?.writeText(body),
    })
  }, [undone])
  return null
}
