import { requestCredentials } from './next-auth.ts'
import { refusalInWords, type SignInWords } from './words.ts'

/** There is a session now; or a sentence that says what to do; or the password was right and a second step is asked for. */
export type SignInAnswer = { is: 'in' } | { is: 'refused'; said: string } | { is: 'second-step'; challenge: string }

/** Signs in by password. Never throws. */
export const signInWithPassword = (username: string, password: string, words: SignInWords): Promise<SignInAnswer> =>
  signInWith({ username, password }, words)

/** Makes the session of somebody who took the second step, or showed a passkey. Never throws. */
export const signInWithToken = (token: string, words: SignInWords): Promise<SignInAnswer> => signInWith({ token }, words)

async function signInWith(form: Record<string, string>, words: SignInWords): Promise<SignInAnswer> {
  try {
    const error = await requestCredentials(form)
    if (error === null) return { is: 'in' }
    const challenge = /^second_step:([\w-]+)$/.exec(error)?.[1]
    return challenge ? { is: 'second-step', challenge } : { is: 'refused', said: refusalInWords(error, words) }
  } catch {
    return { is: 'refused', said: words.unreachable }
  }
}
