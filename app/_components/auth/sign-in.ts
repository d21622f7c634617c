import { requestCredentials } from './next-auth.ts'
import { refusalInWords, type SignInWords } from './words.ts'

/** Signs in by password. Gives null when it worked, otherwise a sentence that says what to do. */
export async function signInWithPassword(username: string, password: string, words: SignInWords): Promise<string | null> {
  try {
    const error = await requestCredentials(username, password)
    return error === null ? null : refusalInWords(error, words)
  } catch {
    return words.unreachable
  }
}
