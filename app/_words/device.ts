import { say } from './say.ts'

/** What somebody is signed in with, in the reader's language: the server names it in English, "Firefox on Linux". */
export function deviceInWords(device: string): string {
  const found = /^(.+) on (.+)$/.exec(device)
  if (found) return say.common.deviceOn(found[1] ?? '', found[2] ?? '')
  return device === 'Another app' ? say.common.anotherApp : device
}
