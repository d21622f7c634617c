import { useEffect, useState } from 'react'
import { loadArea, loadWords } from './load.ts'

/** Whether the words of the shell are here. Where they can't be fetched it is tried again once the network is back. */
export function useWords(): boolean {
  const [here, setHere] = useState(false)
  useEffect(() => {
    if (here) return
    const attempt = () =>
      void loadWords().then(
        () => {
          setHere(true)
          void loadArea('refusals').catch(() => undefined)
        },
        () => undefined,
      )
    attempt()
    window.addEventListener('online', attempt)
    return () => window.removeEventListener('online', attempt)
  }, [here])
  return here
}
