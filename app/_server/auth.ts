import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { Refusal } from '#protocol/errors.ts'
import { invitePath } from '#protocol/invites.ts'
import { signInWithProvider } from '#server/core/accounts/provider.ts'
import { type SignedIn, signInWithPassword, signInWithToken } from '#server/core/accounts/sign-in.ts'
import type { LiveSession } from '#server/core/sessions/live-session.ts'
import { createSession, endSession, findSession, touchSession } from '#server/core/sessions/sessions.ts'
import type { SocketClaims } from '#server/core/sessions/socket-token.ts'
import { queryOn } from '#server/database/transaction.ts'
import { accountDeps } from './accounts.ts'
import { toRefusal } from './answer.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'
import { pageLog } from './log.ts'
import { configuredProviders, toIdentity } from './providers.ts'
import type { Asked } from './request.ts'
import { safeRedirect } from './safe-redirect.ts'
import { decodeSession, encodeSession, sessionCookieSeconds, toClaims, toToken } from './session-cookie.ts'

const SIGN_IN_PAGE = '/sign-in'

/** What happened while one request was answered, for the route to tell. */
export type SignInOutcome = { refusal: Refusal | null }

/** How a refusal is told by next-auth's own way, the `error` of a URL: a code, with the milliseconds to wait behind it. */
const inUrl = ({ code, more }: Refusal) => (more.retryAfterMs === undefined ? code : `${code}:${more.retryAfterMs}`)

/**
 * next-auth for one request. It keeps the cookies and the providers' round trips; who somebody is, and whether a session
 * still stands, is asked of `server/core` each time [A10, A11]. `invite`: whose page a provider's round trip leads back to.
 */
export function authOptions(asked: Asked, outcome: SignInOutcome, invite: string | null): NextAuthOptions {
  const { SESSION_DAYS, NEXTAUTH_SECRET } = pageEnv()
  const query = queryOn(pageDatabase().pool)
  /** Whose sign-in this request is, once that is known. */
  let signedIn: string | null = null

  const refuse = (error: unknown): Refusal => {
    outcome.refusal = toRefusal(error)
    return outcome.refusal
  }

  /** The session that a cookie names, used now; null when it is over. Refuses with `unavailable` what can't be looked up. */
  const findAndTouch = async ({ userId, sessionId, sessionVersion }: SocketClaims): Promise<LiveSession | null> => {
    try {
      const session = await findSession(query, userId, sessionId, sessionVersion)
      if (session) await touchSession(query, sessionId, SESSION_DAYS)
      return session
    } catch (error) {
      throw refuse(error)
    }
  }

  return {
    secret: NEXTAUTH_SECRET,
    useSecureCookies: asked.origin.startsWith('https:'),
    pages: { signIn: SIGN_IN_PAGE, error: SIGN_IN_PAGE, signOut: '/' },
    session: { strategy: 'jwt', maxAge: sessionCookieSeconds() },
    jwt: {
      maxAge: sessionCookieSeconds(),
      encode: ({ token }) => encodeSession(token ?? {}),
      decode: ({ token }) => decodeSession(token),
    },
    providers: [
      Credentials({
        credentials: { username: { type: 'text' }, password: { type: 'password' }, token: { type: 'text' } },
        authorize: async (given) => {
          // next-auth hands on whatever was posted.
          const { username, password, token } = (given ?? {}) as Record<string, unknown>
          let challenge: string
          try {
            const came = await comeIn({ username, password, token }, asked)
            if (came === null) return null
            if ('userId' in came) {
              signedIn = came.userId
              return { id: signedIn }
            }
            challenge = came.challenge
          } catch (error) {
            const refusal = refuse(error)
            if (refusal.code === 'unauthorized') return null
            throw new Error(inUrl(refusal))
          }
          throw new Error(`second_step:${challenge}`)
        },
      }),
      ...configuredProviders(),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (signedIn !== null) return true
        if (account?.type !== 'oauth' || !profile) return false
        try {
          const identity = toIdentity(account.provider, account.providerAccountId, profile as Record<string, unknown>)
          signedIn = (await signInWithProvider(accountDeps(), identity, { ...asked, invite })).userId
          return true
        } catch (error) {
          const refusal = refuse(error)
          // Its own page says why nobody comes by it.
          if (invite && (refusal.code === 'forbidden' || refusal.code === 'not_found')) return invitePath(invite)
          return `${SIGN_IN_PAGE}?error=${encodeURIComponent(inUrl(refusal))}`
        }
      },
      jwt: async ({ token, user }) => {
        if (user && signedIn !== null) {
          const session = await createSession(query, { userId: signedIn, ...asked, days: SESSION_DAYS })
          return toToken({ userId: signedIn, sessionId: session.id, sessionVersion: session.version })
        }
        const claims = toClaims(token)
        const session = claims && (await findAndTouch(claims))
        // next-auth answers a throw here with no session, and takes the cookie away.
        if (!session) throw new SessionEnded()
        return { ...toToken(claims), name: session.user.displayName }
      },
      session: async ({ session, token }) => ({ expires: session.expires, user: { id: token.sub, name: token.name ?? null } }),
      redirect: async ({ url, baseUrl }) => safeRedirect(url, [asked.origin, baseUrl]),
    },
    events: {
      signOut: async ({ token }) => {
        const claims = toClaims(token)
        if (claims) await endSession(query, claims.sessionId)
      },
    },
    logger: {
      error: (code, metadata) => {
        const error = metadata instanceof Error ? metadata : metadata.error
        // What was refused is no fault, or was logged where it was found.
        if (error instanceof SessionEnded || error instanceof Refusal) return
        pageLog().warn({ code, error }, 'next-auth')
      },
      warn: (code) => pageLog().debug({ code }, 'next-auth'),
      debug: () => {},
    },
  }
}

/** Whose name and password these are, or what was handed out for a second step or a passkey. Null where it is neither. */
async function comeIn(given: Record<'username' | 'password' | 'token', unknown>, asked: Asked): Promise<SignedIn | null> {
  const { username, password, token } = given
  if (typeof token === 'string') return signInWithToken(accountDeps(), token)
  if (typeof username !== 'string' || typeof password !== 'string') return null
  return signInWithPassword(accountDeps(), { username, password }, asked)
}

class SessionEnded extends Error {}
