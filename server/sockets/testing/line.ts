import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import type { Person } from '#server/testing/people.ts'

const PATIENCE_MS = 8_000
const LOOK_EVERY_MS = 5

/** A connection below Socket.IO: what it sends is text or bytes of the wire. */
export type Line = {
  socket: WebSocket
  heard: readonly string[]
  /** Resolves once it is so; throws when that takes longer than 8 s. */
  until(isSo: () => boolean): Promise<void>
  isClosed(): boolean
  /** Why it was closed, as WebSocket says it. */
  code(): number | null
}

/** Opens one. Unless told not to, it connects as `person` and says hello. */
export async function openLine(url: string, person: Pick<Person, 'token'>, isConnected = true): Promise<Line> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  const heard: string[] = []
  let code: number | null = null
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  socket.on('error', () => undefined)
  socket.on('close', (told) => {
    code = told
  })
  const until = async (isSo: () => boolean) => {
    const deadline = Date.now() + PATIENCE_MS
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error(`never came; heard ${heard.join(' | ').slice(0, 500)}`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
  await until(() => heard.some((text) => text.startsWith('0{')))
  if (isConnected) {
    socket.send(`40${JSON.stringify({ token: await person.token(), protocol: PROTOCOL_VERSION, deviceId: 'line' })}`)
    await until(() => heard.some((text) => text.startsWith('40{')))
    socket.send('420["session:hello",{"revs":{}}]')
    await until(() => heard.some((text) => text.startsWith('430')))
  }
  return { socket, heard, until, isClosed: () => code !== null, code: () => code }
}
