import { requestCredentials } from './next-auth.ts'
import { refusalInWords } from './words.ts'

const UNREACHABLE = 'The server can’t be reached. Check your connection and try again.'

/** Signs in by password. Gives null when it worked, otherwise a sentence that says what to do. */
export async function signInWithPassword(username: string, password: string): Promise<string | null> {
  try {
    const error = await requestCredentials(username, password)
    return error === null ? null : refusalInWords(error)
  } catch {
    return UNREACHABLE
  }
}
