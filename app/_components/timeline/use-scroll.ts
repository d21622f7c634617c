'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { AGAIN } from '#app/_hooks/place.ts'
import { useWindowFocused } from '#app/_hooks/window-state.ts'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { TimelineState } from '#client/index.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { firstSeq, indexOfSeq, lastSeqOf, type Row, rowDate, rowSeq } from './rows.ts'
import type { Divider } from './use-divider.ts'
import { type Goal, useLanding } from './use-landing.ts'

/** Farther than this from the end one is away from the present, in px. */
const AWAY_PX = 100
/** Older and newer messages are fetched this many screens early. */
const EARLY_SCREENS = 2
const HIGHLIGHT_MS = 2_400

type Input = {
  room: RoomSummary
  timeline: TimelineState | undefined
  rows: readonly Row[]
  virtualizer: Virtualizer<HTMLElement, HTMLDivElement>
  scroller: RefObject<HTMLElement | null>
  divider: Divider
  targetSeq: number | null
}

/** Where the timeline stands: at a message that was asked for, at the first unread, or at the end; and what follows from it. */
export function useScroll(input: Input) {
  const { room, timeline, rows, virtualizer, scroller, divider, targetSeq } = input
  const chat = useChat()
  const focused = useWindowFocused()
  const live = useChatState((state) => state.connection.status === 'live')
  const [placed, setPlaced] = useState(false)
  const latest = useRef({ ...input, focused, live, placed })
  latest.current = { ...input, focused, live, placed }

  const [away, setAway] = useState(false)
  const [topDay, setTopDay] = useState<string | null>(null)
  const [highlighted, setHighlighted] = useState<string | null>(null)
  /** What is to be shown as soon as it is held. */
  const wanted = useRef<Goal | 'end' | null>(null)
  /** What was just scrolled to: until it stands, nothing is fetched, and rows that come above it do not take its place. */
  const landing = useLanding(scroller)
  const atEnd = useRef(true)
  const asked = useRef(false)

  const settle = useCallback(() => {
    const { room, timeline, rows, virtualizer, divider, focused, live, placed } = latest.current
    const element = scroller.current
    // Before it stands where it should, nothing was seen: an empty list would pass for its own end.
    if (!element || !timeline || !placed) return
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight
    atEnd.current = fromEnd <= AWAY_PX && !timeline.hasAfter
    setAway(!atEnd.current)
    const top = rows[virtualizer.getVirtualItemForOffset(element.scrollTop + 1)?.index ?? 0]
    setTopDay(top ? (rowDate(top)?.toDateString() ?? null) : null)
    if (timeline.loading === null && wanted.current === null && landing.goal() === null && !asked.current) {
      const early = element.clientHeight * EARLY_SCREENS
      const more =
        timeline.hasBefore && element.scrollTop < early
          ? chat.loadBefore
          : timeline.hasAfter && fromEnd < early
            ? chat.loadAfter
            : null
      if (more) {
        asked.current = true
        more(room.id)
          .catch(() => undefined)
          .finally(() => {
            asked.current = false
          })
      }
    }
    if (!focused || !live || !divider.mayRead || wanted.current !== null) return
    const bottom = virtualizer.getVirtualItemForOffset(element.scrollTop + element.clientHeight - 8)?.index ?? rows.length - 1
    const seen = atEnd.current ? Math.max(room.lastSeq, lastSeqOf(timeline.messages)) : rowSeq(rows[bottom])
    const joins = atEnd.current || (rowSeq(top) ?? 0) <= room.readSeq + 1
    if (seen !== null && joins && seen > room.readSeq) chat.markRead(room.id, seen)
  }, [chat, scroller, landing])
  const settleLatest = useRef(settle)
  settleLatest.current = settle

  const place = useCallback(() => {
    const { timeline, rows, virtualizer } = latest.current
    const goal = wanted.current
    if (goal === null || !timeline || timeline.empty || rows.length === 0) return
    if (goal === 'end') {
      if (timeline.hasAfter) return
      virtualizer.scrollToEnd()
    } else {
      const index = indexOfSeq(rows, goal.seq)
      if (index === null) return
      virtualizer.scrollToIndex(index, { align: alignOf(goal) })
      if (goal.how === 'target') setHighlighted(rows[index]?.key ?? null)
      landing.begin(goal, () => settleLatest.current())
    }
    wanted.current = null
    setPlaced(true)
  }, [landing])

  const showSeq = useCallback(
    (seq: number, how: Goal['how']) => {
      const { timeline, room } = latest.current
      wanted.current = { seq, how }
      if (holds(timeline, seq)) return place()
      const missing = (words: string) => {
        if (how === 'target') tell(words, 'refused')
        wanted.current = 'end'
        if (latest.current.timeline?.hasAfter) return void chat.jumpToPresent(room.id)
        place()
      }
      chat.jumpTo(room.id, seq).then(
        // Its place is drawn with the next rows; a seq the room has not come to has none.
        () => !holds(chat.getState().timelines[room.id], seq) && missing(say.timeline.thereIsNoSuchMessage),
        (error: unknown) => missing(refusalInWords(error)),
      )
    },
    [chat, place],
  )

  // Opening: once the first rows are there, and once more when the server's first answer knows better than the cache.
  const ready = timeline !== undefined && !timeline.empty
  const { seq: dividerSeq, settled } = divider
  const opened = useRef<{ target: number | null; done: boolean }>({ target: null, done: false })
  const touched = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what else changes does not move the reader
  useLayoutEffect(() => {
    const before = opened.current
    if (targetSeq === null) before.target = null
    if (!ready) return
    const reachable = (seq: number) => live || holds(timeline, seq)
    if (targetSeq !== null && before.target !== targetSeq && reachable(targetSeq)) {
      opened.current = { target: targetSeq, done: true }
      return showSeq(targetSeq, 'target')
    }
    if (before.done || (placed && touched.current)) return
    before.done = settled
    const unreadFrom = dividerSeq === null ? Number.POSITIVE_INFINITY : dividerSeq + 1
    if (targetSeq === null && unreadFrom <= room.lastSeq && divider.mayRead && reachable(unreadFrom))
      return showSeq(unreadFrom, 'unread')
    if (placed) return
    wanted.current = 'end'
    place()
  }, [ready, live, targetSeq, dividerSeq, settled])

  useEffect(() => {
    if (targetSeq === null) return
    const again = () => showSeq(targetSeq, 'target')
    window.addEventListener(AGAIN, again)
    return () => window.removeEventListener(AGAIN, again)
  }, [targetSeq, showSeq])

  useEffect(() => {
    const element = scroller.current
    const touch = () => {
      touched.current = true
      landing.leave()
    }
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      element?.addEventListener(name, touch, { passive: true })
    return () => {
      for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const) element?.removeEventListener(name, touch)
    }
  }, [scroller, landing])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows, focus or connection change
  useLayoutEffect(() => {
    const target = landing.goal()
    const index = target === null ? null : indexOfSeq(rows, target.seq)
    if (target !== null && index !== null && wanted.current === null) virtualizer.scrollToIndex(index, { align: alignOf(target) })
    place()
  }, [rows, place])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows, focus or connection change
  useEffect(() => {
    settle()
  }, [rows, focused, live, placed, divider.mayRead, room.lastSeq, timeline?.loading, settle])

  // The end stays in sight when the composer grows or the window shrinks.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (atEnd.current && wanted.current === null) latest.current.virtualizer.scrollToEnd()
      settle()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, settle])

  useEffect(() => {
    if (highlighted === null) return
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS)
    return () => clearTimeout(timer)
  }, [highlighted])

  const clearDivider = divider.clear
  const verbs = useMemo(
    () => ({
      toPresent() {
        const { room, timeline, virtualizer } = latest.current
        clearDivider()
        if (!timeline?.hasAfter) return virtualizer.scrollToEnd()
        wanted.current = 'end'
        chat.jumpToPresent(room.id).catch(() => undefined)
      },
      jumpTo: (seq: number) => showSeq(seq, 'target'),
      scrollPages(pages: number) {
        const element = scroller.current
        element?.scrollBy({ top: pages * element.clientHeight * 0.85 })
      },
    }),
    [chat, clearDivider, showSeq, scroller],
  )

  useShortcuts(
    room.kind === 'THREAD'
      ? {}
      : {
          markRead: () => {
            chat.markRead(room.id, room.lastSeq)
            verbs.toPresent()
          },
          latest: () => verbs.toPresent(),
          first: () => virtualizer.scrollToIndex(0),
          oldestUnread: () => dividerSeq !== null && showSeq(dividerSeq + 1, 'unread'),
        },
  )

  return { placed, away, topDay, highlighted, onScroll: settle, verbs }
}

const alignOf = ({ how }: Goal) => (how === 'target' ? 'center' : 'start')

/** Whether a message of that seq, or its place, is among the rows that are held. */
const holds = (timeline: TimelineState | undefined, seq: number): boolean =>
  timeline !== undefined && !timeline.empty && seq >= firstSeq(timeline.messages) && seq <= lastSeqOf(timeline.messages)
