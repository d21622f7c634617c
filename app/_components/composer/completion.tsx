'use client'

import { useEffect } from 'react'
import type { RoomSummary } from '#protocol/models.ts'
import type { Trigger } from './format.ts'
import { type Suggestion, useCompletion } from './use-completion.tsx'

type Props = { trigger: Trigger; room: RoomSummary; onFound: (suggestions: readonly Suggestion[]) => void }

const NOTHING: readonly Suggestion[] = []

/** Looks for what completes a word, while there is one to complete. It draws nothing: the field does. */
export function Completion({ trigger, room, onFound }: Props) {
  const found = useCompletion(trigger, room)
  useEffect(() => onFound(found), [found, onFound])
  useEffect(() => () => onFound(NOTHING), [onFound])
  return null
}
