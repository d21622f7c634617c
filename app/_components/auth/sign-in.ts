import { signIn } from 'next-auth/react'
import { refusalInWords } from './words.ts'

const UNREACHABLE = 'The server can’t be reached. Check your connection and try again.'

/** Signs in by password. Gives null when it worked, otherwise a sentence that says what to do. */
export async function signInWithPassword(username: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { username, password, redirect: false })
    if (answer?.ok && !answer.error) return null
    return refusalInWords(answer?.error ?? null)
  } catch {
    return UNREACHABLE
  }
}
