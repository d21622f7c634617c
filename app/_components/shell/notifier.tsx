'use client'

import { useEffect, useRef } from 'react'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go } from '#app/_hooks/place.ts'
import { usePresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { inWords } from '#app/_markdown/in-words.ts'
import { permission, reachAgain } from '#app/_notify/push.ts'
import { isQuietHere } from '#app/_notify/quiet.ts'
import { play } from '#app/_notify/sound.ts'
import { findWorker } from '#app/_offline/worker.ts'
import { readChoice } from '#app/_preferences/read.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import type { Chat } from '#client/index.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { NotifySettings } from '#protocol/notifications.ts'

/** Whoever reads it within this time (ms), here or elsewhere, is not told. */
const READ_WITHIN_MS = 1_500
const WORDS_MAX = 160
/** Settings that are older (ms) are asked for again before somebody is told. */
const SETTINGS_MS = 60_000

/** Tells of messages while a page is open: a sound, a notification where it is not looked at, and the count on the app's icon. */
export function Notifier() {
  const chat = useChat()
  const viewer = useViewer()
  const live = useChatState((state) => state.connection.status === 'live')
  const rooms = useChatState((state) => state.rooms)
  const isUndisturbed = usePresence(viewer.id) === 'dnd'
  const known = useRef<Readonly<Record<string, RoomSummary>> | null>(null)
  const isTeller = useTeller()

  useEffect(() => {
    if (live) void reachAgain(chat).catch(() => undefined)
  }, [chat, live])

  useEffect(() => {
    const before = known.current
    // What came while one was away is no news: it is in the rooms.
    known.current = live ? rooms : null
    badge(rooms)
    if (!live || before === null) return
    for (const room of Object.values(rooms)) {
      const former = before[room.id]
      if (former && former.unread > 0 && room.unread === 0) void takeAway(room.id)
      if (former === undefined || !isNews(former, room) || isUndisturbed || !isTeller()) continue
      setTimeout(() => void tellOf(chat, room.id, room.lastSeq, viewer.id), READ_WITHIN_MS)
    }
  }, [chat, live, rooms, viewer.id, isUndisturbed, isTeller])

  useEffect(() => {
    const onMessage = ({ data }: MessageEvent<{ open?: string }>) => {
      if (typeof data?.open === 'string') go(data.open)
    }
    navigator.serviceWorker?.addEventListener('message', onMessage)
    return () => navigator.serviceWorker?.removeEventListener('message', onMessage)
  }, [])

  return null
}

/** Of several tabs one tells: whichever holds the lock. Browsers without locks have no notifications either. */
function useTeller(): () => boolean {
  const holds = useRef(false)
  useEffect(() => {
    if (!navigator.locks) {
      holds.current = true
      return
    }
    const over = new AbortController()
    let letGo = () => {}
    navigator.locks
      .request('parley:teller', { signal: over.signal }, () => {
        holds.current = true
        return new Promise<void>((resolve) => {
          letGo = resolve
        })
      })
      .catch(() => undefined)
    return () => {
      holds.current = false
      over.abort()
      letGo()
    }
  }, [])
  return useRef(() => holds.current).current
}

/** Something new that one wants to hear of. */
function isNews(former: RoomSummary, room: RoomSummary): boolean {
  if (room.role === undefined || room.notify === 'none' || room.lastSeq <= former.lastSeq) return false
  return room.mentionCount > former.mentionCount || (room.notify === 'all' && !room.muted && room.unread > former.unread)
}

let settings: { at: number; value: NotifySettings } | null = null

async function tellOf(chat: Chat, roomId: string, seq: number, viewerId: string) {
  const { rooms, users, timelines } = chat.getState()
  const room = rooms[roomId]
  if (!room || room.readSeq >= seq || room.unread === 0) return
  if (settings === null || Date.now() - settings.at > SETTINGS_MS) {
    const { settings: value } = await chat.notifications()
    settings = { at: Date.now(), value }
  }
  const { value } = settings
  if (isQuietHere(value, new Date())) return
  play(readChoice('sound'))
  // Where the page is looked at, the sidebar says it.
  if (permission() !== 'granted' || (document.visibilityState === 'visible' && document.hasFocus())) return
  const message = timelines[roomId]?.messages.find((row) => row.seq === seq)
  const author = message && users[message.authorId]?.displayName
  const words = message && value.preview ? inWords(message.body, WORDS_MAX) : say.device.newMessage
  const worker = await findWorker()
  await worker?.showNotification(value.preview ? roomTitle(room, users, viewerId) : 'Parley', {
    body: author && value.preview && room.kind !== 'DIRECT' ? `${author}: ${words}` : words,
    tag: roomId,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    silent: true,
    data: { open: `/r/${roomId}?m=${seq}` },
  })
}

/** What was read anywhere is not told here any more. */
async function takeAway(roomId: string) {
  const worker = await findWorker()
  for (const shown of (await worker?.getNotifications({ tag: roomId })) ?? []) shown.close()
}

function badge(rooms: Readonly<Record<string, RoomSummary>>) {
  const count = Object.values(rooms).filter(
    (room) => room.role !== undefined && !room.muted && room.notify !== 'none' && room.unread > 0,
  ).length
  void (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => undefined)
}
