import { NoAnswer } from './ask.ts'
import type { Link } from './link.ts'

type Transports = ('websocket' | 'polling')[]

/**
 * How an attempt goes over the network: by one transport, not by all in a row, because a server that is overrun would be
 * asked twice by everybody it refuses [S5]. It begins with what worked last and takes the other one after each attempt that
 * reached nobody: where WebSockets are blocked the second one gets through. Long-polling becomes a WebSocket where it can.
 */
export function createTransports(fixed: Transports | undefined) {
  let best: Transports[number] = 'websocket'
  let failures = 0
  let last: Link | undefined

  return async function openBy(open: (transports: Transports) => Promise<Link>): Promise<Link> {
    best = last?.transport() ?? best
    const first = failures % 2 === 0 ? best : best === 'websocket' ? 'polling' : 'websocket'
    try {
      last = await open(fixed ?? (first === 'websocket' ? ['websocket'] : ['polling', 'websocket']))
      failures = 0
      return last
    } catch (error) {
      if (error instanceof NoAnswer) failures += 1
      throw error
    }
  }
}
