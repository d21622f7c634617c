import { WebSocket } from 'ws'

/** What somebody heard who was not let in: packets of the wire, until the host closed the connection. */
export type Heard = { packets: string[] }

/**
 * Opens a connection below Socket.IO, says CONNECT with `auth` unless that is null, and, once that was answered, the
 * request. Resolves when the host has closed the connection.
 */
export function knock(url: string, auth: object | null, event: string, payload: object): Promise<Heard> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  const packets: string[] = []
  const ask = () => socket.send(`421${JSON.stringify([event, payload])}`)
  return new Promise((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      const packet = data.toString()
      packets.push(packet)
      if (packet.startsWith('0')) {
        if (auth === null) ask()
        else socket.send(`40${JSON.stringify(auth)}`)
      } else if (packet.startsWith('4')) {
        // Whether it was let in or not, it asks; whoever was let in is answered and then has seen enough.
        if (packet.startsWith('43')) socket.close()
        else ask()
      }
    })
    socket.on('error', reject)
    socket.on('close', () => resolve({ packets }))
  })
}
