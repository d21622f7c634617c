'use client'

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useCallback, useImperativeHandle, useMemo, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { MessageBones } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { isShared } from '#client/index.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { estimate, withFocused } from './measure.ts'
import { RowView } from './row-view.tsx'
import { buildRows } from './rows.ts'
import { useDivider } from './use-divider.ts'
import { useRoving } from './use-roving.ts'
import { useScroll } from './use-scroll.ts'

const Over = fetched(() => import('./over.tsx').then((module) => module.Over))
const ReceiptLine = fetched(() => import('./receipt-line.tsx').then((module) => module.ReceiptLine))

/** Height of the place that is kept for the receipt, in px. */
const RECEIPT_PX = 26
/** Room kept above the first row for bones while older messages are fetched, in px. */
const BONES_PX = 168
/** Keeps a jump's target clear of the sticky day, in px. */
const CLEAR_PX = 56

export type TimelineHandle = {
  toPresent: () => void
  jumpTo: (seq: number) => void
  scrollPages: (pages: number) => void
  markUnread: (seq: number) => void
}

type Props = {
  ref: Ref<TimelineHandle>
  room: RoomSummary
  title: string
  targetSeq: number | null
  parentMessage?: Message | undefined
}

const nothing: readonly never[] = []

/** The messages of a room: drawn a window at a time, held in place whatever happens above or below. */
export function Timeline({ ref, room, title, targetSeq, parentMessage }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const scroller = useRef<HTMLElement>(null)
  const timeline = useChatState((state) => state.timelines[room.id])
  const outbox = useChatState((state) => state.outbox[room.id]) ?? nothing
  const held = useChatState((state) => state.held[room.id]) ?? nothing
  const divider = useDivider(room)

  const messages = timeline?.messages ?? nothing
  const [hasBefore, hasAfter] = [timeline?.hasBefore ?? false, timeline?.hasAfter ?? false]
  const loaded = timeline !== undefined && !timeline.empty
  const receipts = isShared(room)
  const last = hasAfter || outbox.length > 0 ? undefined : messages.at(-1)
  const rows = useMemo(
    () => buildRows({ messages, outbox, held, meId: viewer.id, loaded, hasBefore, hasAfter, dividerSeq: divider.seq }),
    [messages, outbox, held, viewer.id, loaded, hasBefore, hasAfter, divider.seq],
  )

  const focusedIndex = useRef(-1)
  const couldGrow = useRef(hasAfter)
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: useCallback((index: number) => estimate(rows[index]), [rows]),
    overscan: 8,
    anchorTo: 'end',
    // A page that joins on while one reads downwards is not something new that was written.
    followOnAppend: !hasAfter && !couldGrow.current,
    scrollEndThreshold: 80,
    paddingStart: hasBefore ? BONES_PX : 12,
    paddingEnd: receipts ? RECEIPT_PX : 8,
    scrollPaddingStart: CLEAR_PX,
    useAnimationFrameWithResizeObserver: false,
    rangeExtractor: useCallback((range: Range) => withFocused(defaultRangeExtractor(range), focusedIndex.current), []),
  })
  couldGrow.current = hasAfter
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, { itemSizeCache, scrollOffset }) =>
    (itemSizeCache.has(item.key) ? item.end : item.start + 1) <= (scrollOffset ?? 0)

  const scroll = useScroll({ room, timeline, rows, virtualizer, scroller, divider, targetSeq })
  const roving = useRoving(rows, virtualizer, scroller, focusedIndex)
  useImperativeHandle(ref, () => ({ ...scroll.verbs, markUnread: divider.markUnread }), [scroll.verbs, divider.markUnread])

  if (timeline?.error && messages.length === 0 && rows.length === 0) {
    const error = new Refusal(timeline.error.code, timeline.error.message, timeline.error)
    return (
      <Empty action={<Button onClick={() => void chat.jumpToPresent(room.id)}>{say.common.tryAgain}</Button>}>
        {refusalInWords(error)}
      </Empty>
    )
  }

  const waiting = !loaded || !scroll.placed
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label={say.timeline.messagesIn(title)}
        aria-busy={waiting}
        data-region
        tabIndex={-1}
        onScroll={scroll.onScroll}
        onKeyDown={roving.onKeyDown}
        onFocus={roving.onFocus}
        className={`absolute inset-0 flex flex-col overflow-x-hidden overflow-y-auto overscroll-contain outline-none [overflow-anchor:none] ${waiting ? 'invisible' : ''}`}
      >
        <div
          className={`relative w-full shrink-0 ${room.kind === 'THREAD' ? '' : 'mt-auto'}`}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {hasBefore && (
            <div className="absolute inset-x-0 top-0 overflow-hidden" style={{ height: BONES_PX }}>
              <MessageBones count={3} />
            </div>
          )}
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <RowView
                  row={row}
                  room={room}
                  title={title}
                  parentMessage={parentMessage}
                  focusable={row.key === roving.key}
                  highlighted={row.key === scroll.highlighted}
                />
              </div>
            )
          })}
          {receipts && last && (
            <div
              className="absolute inset-x-0 bottom-0 flex flex-col justify-end ps-17 pe-5 pb-1 narrow:pe-3.5"
              style={{ height: RECEIPT_PX }}
            >
              <ReceiptLine room={room} last={last} />
            </div>
          )}
        </div>
      </section>
      {waiting && (
        <div className="absolute inset-0 flex flex-col justify-end overflow-hidden pb-2">
          <MessageBones count={9} />
        </div>
      )}
      <Over
        waiting={waiting}
        day={{ at: scroll.topDay, scroller }}
        jump={{ shown: !waiting && scroll.away, unread: room.unread, onJump: scroll.verbs.toPresent }}
        announced={{ roomId: room.id, messages, hasAfter }}
      />
    </div>
  )
}
