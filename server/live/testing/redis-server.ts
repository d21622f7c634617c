import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'

/** A shell that waits on the pipe to this process ends the server with it, should this process die. */
const WATCH = 'exec 3<&0 </dev/null; { cat <&3 >/dev/null; kill -KILL $$ 2>/dev/null; } & exec "$@" 3<&-'

export type TestRedis = {
  url: string
  /** Stops answering without closing anything, as a hung server does. */
  freeze(): void
  thaw(): void
  /** Ends it without a good-bye. */
  kill(): Promise<void>
  /** Starts it again, empty, at the same address. */
  restart(): Promise<void>
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

/** A real Redis server that keeps nothing, for tests that take it away. `flags` are added to its command line. */
export async function startRedis(flags: string[] = []): Promise<TestRedis> {
  const port = await freePort()
  let child: ChildProcess
  const start = () =>
    new Promise<void>((resolve, reject) => {
      const command = [
        'redis-server',
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        ...flags,
      ]
      child = spawn('/bin/sh', ['-c', WATCH, 'sh', ...command])
      child.once('error', reject)
      child.once('exit', () => reject(new Error('redis-server ended')))
      child.stdout?.on('data', (line: Buffer) => line.includes('Ready to accept connections') && resolve())
    })
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
        child.stdin?.destroy()
      }),
    restart: start,
  }
}
