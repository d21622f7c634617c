import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findProgram, installFromDistribution } from '#bin/find-program.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { waitForPort } from './wait-for-port.ts'

export const BALANCERS = ['nginx', 'haproxy', 'caddy'] as const
export type BalancerKind = (typeof BALANCERS)[number]
export type Balancer = { url: string; stop(): Promise<void> }

const DEPLOY = path.resolve(import.meta.dirname, '../../deploy')
const read = (file: string) => readFileSync(path.join(DEPLOY, file), 'utf8')
const isRoot = process.getuid?.() === 0

/** The configuration of `deploy/`, with these ports in place of its own, in a real balancer of the distribution. */
export async function startBalancer(
  kind: BalancerKind,
  sockets: readonly [number, number, number],
  pages?: number,
): Promise<Balancer> {
  const program = requireProgram(kind)
  const port = await findFreePort()
  const folder = mkdtempSync(path.join(tmpdir(), `parley-${kind}-`))
  const file = path.join(folder, 'config')
  const own = (text: string) =>
    text.replace(/127\.0\.0\.1:300([0-3])\b/g, (_, at) => `127.0.0.1:${at === '0' ? (pages ?? 9) : sockets[Number(at) - 1]}`)
  writeFileSync(file, own(TEXT[kind]({ port, folder })))
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env.PATH ?? '',
    HOME: folder,
    SITE: `http://127.0.0.1:${port}`,
    ...caddyPlaces(sockets, pages),
  }
  const child: ChildProcess = spawn(program, ARGS[kind](file), { stdio: ['ignore', 'ignore', 'pipe'], env })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-4_000)
  })
  await waitForPort(port, child).catch((error) => {
    throw new Error(`${(error as Error).message}\n${said}`)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit')
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const caddyPlaces = (sockets: readonly number[], pages = 9) => ({
  SOCKETS: sockets.map((each) => `127.0.0.1:${each}`).join(' '),
  WEB: `127.0.0.1:${pages}`,
})

const ARGS: Record<BalancerKind, (file: string) => string[]> = {
  nginx: (file) => ['-c', file, '-e', 'stderr'],
  haproxy: (file) => ['-db', '-f', file],
  caddy: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
}

const TEXT: Record<BalancerKind, (place: { port: number; folder: string }) => string> = {
  nginx: ({ port, folder }) => {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`)
    return `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr error; ${isRoot ? 'user root;' : ''}
events {}
http { access_log off; ${temporary.join(' ')}
${read('nginx/parley.conf').replace('listen 80;', `listen 127.0.0.1:${port};`)} }`
  },
  haproxy: ({ port }) =>
    read('haproxy/haproxy.cfg').replace('bind :80\n', `bind 127.0.0.1:${port}\n`).replace('maxconn 50000', 'maxconn 500'),
  caddy: () => `{\n\tadmin off\n}\n${read('caddy/Caddyfile')}`,
}

function requireProgram(kind: BalancerKind): string {
  const find = () => findProgram([kind, `/usr/sbin/${kind}`], kind === 'caddy' ? 'version' : '-v')
  const program = find() ?? (installFromDistribution(kind) ? find() : undefined)
  if (!program) throw new Error(`this test needs ${kind}, and it could not be installed (Debian: apt-get install ${kind})`)
  return program
}
