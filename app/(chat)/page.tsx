import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { LAST_ROOM_COOKIE, parseRoomId } from '#app/_preferences/preferences.ts'
import { requireSignIn } from '#app/_server/signed-in.ts'

/** The room seen last; without one the shell goes to #general. */
export default async function HomePage() {
  await requireSignIn('/')
  const roomId = parseRoomId((await cookies()).get(LAST_ROOM_COOKIE)?.value)
  if (roomId !== null) redirect(`/r/${roomId}`)
  return null
}
