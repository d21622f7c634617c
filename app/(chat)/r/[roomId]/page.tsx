import { notFound } from 'next/navigation'
import { parseRoomId } from '#app/_preferences/preferences.ts'
import { requireSignIn } from '#app/_server/signed-in.ts'

type Props = { params: Promise<{ roomId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

/** A room's address, with the message (`m`), thread (`t`) or reply in it (`r`) a link leads to. The shell draws it from the engine. */
export default async function RoomPage({ params, searchParams }: Props) {
  const roomId = parseRoomId((await params).roomId)
  if (roomId === null) notFound()
  const asked = await searchParams
  const kept = new URLSearchParams(
    ['m', 't', 'r'].flatMap((name) => (typeof asked[name] === 'string' ? [[name, asked[name]]] : [])),
  )
  await requireSignIn(`/r/${roomId}${kept.size > 0 ? `?${kept}` : ''}`)
  return null
}
