import { access, constants, statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import path from 'node:path'
import { openDataDir } from '#server/database/cluster.ts'
import { type Env, WrongEnvironment } from '#server/env.ts'
import { openStorage } from '#server/files/storage.ts'
import { readOpenFilesMax } from '#server/metrics/process.ts'
import { requirePort, usableHost } from '../port.ts'
import { doubt, type Finding, fine, look, wrong } from './finding.ts'

/** A host opens these besides its connections: the database's, Redis', files, the log. */
const FILES_BESIDES = 200
const MB = 1_000_000
const DISK_LEAST = 100 * MB
const DISK_ENOUGH = 1_000 * MB
const MEMORY_ENOUGH = 900 * MB

/** Node, ports, open files, memory, and where files are kept. */
export async function lookAtMachine(env: Env): Promise<Finding[]> {
  const host = await usableHost(env.HOST)
  const looks = await Promise.all([
    look('ports', () => lookAtPort(env.PORT, host, 'PORT')),
    look('ports', () => lookAtPort(env.SOCKET_PORT, host, 'SOCKET_PORT')),
    look('open files', () => lookAtOpenFiles(env)),
    look('files', () => lookAtStorage(env)),
  ])
  return [fine('Node.js', process.versions.node), ...lookAtMemory(), ...looks.flat()]
}

async function lookAtPort(port: number, host: string, variable: 'PORT' | 'SOCKET_PORT'): Promise<Finding[]> {
  if (port === 0) return []
  try {
    await requirePort(port, host, variable)
    return [fine('ports', `${variable} ${port} is free`)]
  } catch (error) {
    if (!(error instanceof WrongEnvironment)) throw error
    const isOurs = await isParley(port)
    return [isOurs ? fine('ports', `${variable} ${port}: Parley runs there`) : wrong('ports', error.message)]
  }
}

async function isParley(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return ((await answer.json()) as { ok?: unknown }).ok === true
  } catch {
    return false
  }
}

async function lookAtOpenFiles({ LIMIT_CONNECTIONS }: Env): Promise<Finding[]> {
  const most = await readOpenFilesMax()
  if (most === null) return []
  if (most >= LIMIT_CONNECTIONS + FILES_BESIDES)
    return [fine('open files', `${most}, enough for LIMIT_CONNECTIONS ${LIMIT_CONNECTIONS}`)]
  return [
    doubt(
      'open files',
      `This user may open ${most} files, and every connection takes one: raise it (ulimit -n, LimitNOFILE) to ${LIMIT_CONNECTIONS + FILES_BESIDES}, or lower LIMIT_CONNECTIONS to ${Math.max(1, most - FILES_BESIDES)}.`,
    ),
  ]
}

function lookAtMemory(): Finding[] {
  const bytes = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY)
  const told = `${Math.round(bytes / MB)} MB`
  if (bytes >= MEMORY_ENOUGH) return [fine('memory', told)]
  return [doubt('memory', `This machine has ${told}: the pages, a socket host and an embedded PostgreSQL want 1 GB.`)]
}

async function lookAtStorage(env: Env): Promise<Finding[]> {
  const isDisk = env.S3_BUCKET === undefined
  if (isDisk && !(await isThere(env.DATA_DIR))) return lookAbove(env.DATA_DIR)
  if (isDisk) openDataDir(env.DATA_DIR)
  const storage = openStorage(env)
  const probe = Buffer.from(`probe ${process.pid} ${Date.now()}`)
  const key = `doctor/${process.pid}`
  try {
    await storage.put(key, probe)
    let read = ''
    for await (const chunk of await storage.read(key, 0, probe.length)) read += String(chunk)
    if (read !== probe.toString()) throw new Error('what was stored was not what was read')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const where = isDisk ? `DATA_DIR ${env.DATA_DIR}` : `The bucket ${env.S3_BUCKET}`
    return [
      wrong(
        'files',
        `${where} does not keep files (${why}): ${isDisk ? 'make room, or give this user the right to' : 'correct S3_ENDPOINT, S3_REGION and the keys, or make the bucket'}.`,
      ),
    ]
  } finally {
    await storage.remove('doctor/').catch(() => undefined)
  }
  return isDisk ? lookAtRoom(env.DATA_DIR) : [fine('files', `the bucket ${env.S3_BUCKET} keeps and gives them back`)]
}

const isThere = (folder: string, mode = constants.F_OK) =>
  access(folder, mode).then(
    () => true,
    () => false,
  )

/** Before the first start: whether the folder can be made. */
async function lookAbove(folder: string): Promise<Finding[]> {
  const above = path.dirname(path.resolve(folder))
  if (!(await isThere(above))) return above === folder ? [] : lookAbove(above)
  if (await isThere(above, constants.W_OK)) return lookAtRoom(above)
  return [wrong('files', `DATA_DIR ${folder} can't be made: give this user the right to write ${above}, or set DATA_DIR.`)]
}

async function lookAtRoom(folder: string): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(path.resolve(folder))
  const left = bavail * bsize
  const told = `${path.resolve(folder)} has ${Math.round(left / MB)} MB left`
  if (left < DISK_LEAST) return [wrong('files', `${told}: messages will soon not be stored. Make room.`)]
  return [left < DISK_ENOUGH ? doubt('files', `${told}: make room before it is full.`) : fine('files', told)]
}
