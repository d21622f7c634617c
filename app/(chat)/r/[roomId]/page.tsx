import { notFound } from 'next/navigation'
import { parseRoomId } from '#app/_preferences/preferences.ts'

/** A room's address. The shell draws it from the engine. */
export default async function RoomPage({ params }: { params: Promise<{ roomId: string }> }) {
  if (parseRoomId((await params).roomId) === null) notFound()
  return null
}
