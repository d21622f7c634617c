'use client'

import { useCallback, useEffect, useState } from 'react'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { askAccount } from './ask.ts'

/** What the settings say of one's account, and the verb that asks again. `error` is a sentence. */
export function useAccount() {
  const [account, setAccount] = useState<AccountFacts | null>(null)
  const [error, setError] = useState<string | null>(null)
  const again = useCallback(async () => {
    const answer = await askAccount<AccountFacts>('account')
    setError(answer.ok ? null : refusalInWords(answer.refusal))
    if (answer.ok) setAccount(answer.data)
  }, [])
  useEffect(() => void again(), [again])
  return { account, error, again }
}
