import { type Env, readEnv, WrongEnvironment } from '#server/env.ts'

let read: Env | undefined

/** The environment of the web process, checked on first use: a build reads none of it. Throws `WrongEnvironment`. */
export function pageEnv(): Env {
  if (read) return read
  read = readEnv()
  // next-auth reads these two itself: without an origin of its own it follows the request's host, which was made
  // trustworthy before (incoming.ts).
  if (read.NEXTAUTH_URL === undefined) process.env.AUTH_TRUST_HOST = 'true'
  return read
}

/** The database's address. The start script hands it on, so it is there unless the web was started by itself without it. */
export function databaseUrl(): string {
  const url = pageEnv().DATABASE_URL
  if (url === undefined)
    throw new WrongEnvironment('DATABASE_URL is missing: the web process started by itself has no embedded database.')
  return url
}
