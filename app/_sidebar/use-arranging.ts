'use client'

import { useMemo } from 'react'
import { fetchedOnce } from '#app/_components/ui/fetched.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { Chat } from '#client/index.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { type Arranged, homeOf, isBuiltIn } from './arrange.ts'

/** How places are counted: nobody needs it before something is moved. */
const counting = fetchedOnce(() => import('./positions.ts'))

/** Told when the server has it; offline that may be long after. */
const done = (work: Promise<void>) => void work.catch((error: unknown) => tell(refusalInWords(error), 'refused'))

/** Whether a room may stand in a section: those of one's own and favourites take all, the others their kind. */
export const fits = (room: RoomSummary, sectionId: string): boolean =>
  room.kind !== 'THREAD' && (!isBuiltIn(sectionId) || sectionId === 'favourites' || sectionId === homeOf(room))

/** Favourites stand above all. */
export const movable = (sections: readonly Arranged[]): Arranged[] => sections.filter(({ id }) => id !== 'favourites')

const wherein = (sectionId: string) =>
  sectionId === 'favourites' ? { favourite: true } : { favourite: false, sectionId: isBuiltIn(sectionId) ? null : sectionId }

async function placeAt(chat: Chat, section: Arranged, room: RoomSummary, index: number) {
  const others = section.rooms.filter((other) => other.id !== room.id)
  if (section.sort !== 'own') done(chat.setSection(section.id, { sort: 'own' }))
  // Places that another order did not show count for nothing now.
  const known = section.sort === 'own' ? others : others.map(({ id }) => ({ id }))
  const { placesFor } = await counting()
  for (const { id, position } of placesFor(known, { id: room.id }, index))
    done(chat.setPlace(id, id === room.id ? { ...wherein(section.id), position } : { position }))
}

async function createSection(chat: Chat, name: string, sections: readonly Arranged[], roomId?: string) {
  const { placeBetween } = await counting()
  const position = placeBetween(null, movable(sections)[0]?.position ?? null) ?? 'Zz'
  const { id, done: made } = chat.createSection(name, position)
  done(made)
  if (roomId !== undefined) done(chat.setPlace(roomId, { favourite: false, sectionId: id, position: null }))
}

async function putSection(chat: Chat, id: string, sections: readonly Arranged[], besideId: string, after: boolean) {
  const { placesFor } = await counting()
  const others = movable(sections).filter((section) => section.id !== id)
  const at = others.findIndex((section) => section.id === besideId)
  if (at < 0) return
  for (const place of placesFor(others, { id }, at + Number(after))) done(chat.setSection(place.id, { position: place.position }))
}

/** What a person does to the order of their sidebar. */
export function useArranging() {
  const chat = useChat()
  return useMemo(
    () => ({
      /** Into a section, at a place where one was pointed to. */
      put(room: RoomSummary, section: Arranged, index?: number) {
        if (!fits(room, section.id)) return
        if (index === undefined) done(chat.setPlace(room.id, { ...wherein(section.id), position: null }))
        else done(placeAt(chat, section, room, index))
      },
      /** One up or down in its section. */
      step(room: RoomSummary, section: Arranged, by: 1 | -1) {
        const at = section.rooms.findIndex((other) => other.id === room.id)
        const to = at + by
        if (at >= 0 && to >= 0 && to < section.rooms.length) done(placeAt(chat, section, room, to))
      },
      setFavourite: (room: RoomSummary, favourite: boolean) => done(chat.setPlace(room.id, { favourite })),
      setMuted: (room: RoomSummary, muted: boolean) => done(chat.setMuted(room.id, muted)),
      setNotify: (room: RoomSummary, level: Parameters<Chat['setNotify']>[1]) => done(chat.setNotify(room.id, level)),
      change: (id: string, change: Parameters<Chat['setSection']>[1]) => done(chat.setSection(id, change)),
      remove: (id: string) => done(chat.deleteSection(id)),
      /** A section of one's own above the built-in ones, with a room in it. */
      create: (name: string, sections: readonly Arranged[], roomId?: string) => done(createSection(chat, name, sections, roomId)),
      /** A section before or behind another one, of those that move. */
      putSection: (id: string, sections: readonly Arranged[], besideId: string, after: boolean) =>
        done(putSection(chat, id, sections, besideId, after)),
    }),
    [chat],
  )
}
