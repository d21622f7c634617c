import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string[]; raw: string }

export type MailServer = {
  url: string
  port: number
  received: Received[]
  /** Resolves with the mail of this number (0 is the first) once it is there. */
  mail(number: number): Promise<Received>
  close(): Promise<void>
}

/** A mail server of a test: it keeps what it is given. `refuse` says no to an address, with an SMTP code. */
export async function startMailServer({
  port = 0,
  refuse = () => null,
}: {
  port?: number
  refuse?: (address: string) => number | null
} = {}): Promise<MailServer> {
  const received: Received[] = []
  let told: () => void = () => undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _, done) {
      const code = refuse(address)
      done(code === null ? undefined : Object.assign(new Error('no such address'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(pieces).toString() })
        told()
        done()
      })
    },
  })
  // A client that goes without a good-bye.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const at = (server.server.address() as AddressInfo).port
  const mail = async (number: number): Promise<Received> => {
    for (;;) {
      const there = received[number]
      if (there) return there
      await new Promise<void>((resolve) => {
        told = resolve
      })
    }
  }
  return {
    ...{ url: `smtp://127.0.0.1:${at}`, port: at, received, mail },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** What a mail's text says, as its reader sees it. */
export function textOf({ raw }: Received): string {
  const part = raw.slice(raw.indexOf('Content-Type: text/plain'))
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n').split('\r\n--')[0] ?? ''
  if (!head.includes('quoted-printable')) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
