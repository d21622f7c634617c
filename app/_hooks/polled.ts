'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useChatState } from './chat.tsx'

export type Polled<Value> = { value: Value | null; error: unknown; again: () => Promise<void> }

/** What `ask` answers: asked at once, and anew every `everyMs` while there is a connection and somebody can see it. */
export function usePolled<Value>(ask: () => Promise<Value>, everyMs: number): Polled<Value> {
  const live = useChatState((state) => state.connection.status === 'live')
  const [state, setState] = useState<{ value: Value | null; error: unknown }>({ value: null, error: null })
  const latest = useRef(0)

  const again = useCallback(async () => {
    const mine = ++latest.current
    try {
      const value = await ask()
      if (mine === latest.current) setState({ value, error: null })
    } catch (error) {
      if (mine === latest.current) setState((former) => ({ ...former, error }))
    }
  }, [ask])

  useEffect(() => {
    if (!live) return
    void again()
    const timer = setInterval(() => document.visibilityState === 'visible' && void again(), everyMs)
    return () => {
      clearInterval(timer)
      latest.current += 1
    }
  }, [again, live, everyMs])

  return { ...state, again }
}
