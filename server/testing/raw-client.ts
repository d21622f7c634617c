import { io, type Socket } from 'socket.io-client'
import type { Answer } from '#protocol/errors.ts'
import type { ClientEvents, HandshakeAuth, ServerEvents } from '#protocol/events.ts'
import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import type { RequestData, RequestName, RequestPayload } from '#protocol/requests.ts'
import type { Person } from './people.ts'

const ANSWER_MS = 5_000

type Heard = { [Event in keyof ServerEvents]: { event: Event; payload: Parameters<ServerEvents[Event]>[0] } }[keyof ServerEvents]

export type RawClient = {
  socket: Socket<ServerEvents, ClientEvents>
  /** Asks and answers the whole envelope. */
  ask<Name extends RequestName>(event: Name, payload: RequestPayload<Name>): Promise<Answer<RequestData<Name>>>
  /** Asks and answers the data; throws when it was refused. */
  get<Name extends RequestName>(event: Name, payload: RequestPayload<Name>): Promise<RequestData<Name>>
  /** Sends anything, also what the protocol does not know, and answers what came back. */
  throwAt(event: string, ...args: unknown[]): Promise<unknown>
  /** Every event so far. */
  heard: readonly Heard[]
  /** The first event of this name that fits, heard already or to come. */
  hear<Event extends keyof ServerEvents>(
    event: Event,
    fits?: (payload: Parameters<ServerEvents[Event]>[0]) => boolean,
  ): Promise<Parameters<ServerEvents[Event]>[0]>
  close(): void
}

/** A connection that speaks the protocol frame by frame, without the client engine; it says hello unless told not to. */
export async function connectRaw(
  url: string,
  person: Pick<Person, 'token'>,
  options: { hello?: boolean; auth?: Partial<HandshakeAuth>; transports?: string[] } = {},
): Promise<RawClient> {
  const socket: Socket<ServerEvents, ClientEvents> = io(url, {
    forceNew: true,
    reconnection: false,
    transports: options.transports ?? ['websocket'],
    auth: { token: await person.token(), protocol: PROTOCOL_VERSION, deviceId: 'test', ...options.auth },
  })
  const heard: Heard[] = []
  const listeners = new Set<() => void>()
  socket.onAny((event, payload) => {
    heard.push({ event, payload } as Heard)
    for (const listener of [...listeners]) listener()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const emit = socket.timeout(ANSWER_MS).emitWithAck.bind(socket.timeout(ANSWER_MS)) as (
    event: string,
    ...args: unknown[]
  ) => Promise<unknown>
  const ask: RawClient['ask'] = (event, payload) => emit(event, payload) as never
  const client: RawClient = {
    socket,
    heard,
    ask,
    async get(event, payload) {
      const answer = await ask(event, payload)
      if (!answer.ok)
        throw Object.assign(new Error(`${event}: ${answer.error.code} ${answer.error.message}`), { code: answer.error.code })
      return answer.data
    },
    throwAt: emit,
    hear: (event, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find((one) => one.event === event && fits(one.payload as never))
          if (!found) return
          listeners.delete(look)
          resolve(found.payload as never)
        }
        listeners.add(look)
        look()
      }),
    close: () => socket.disconnect(),
  }
  if (options.hello !== false) await client.get('session:hello', { revs: {} })
  return client
}
