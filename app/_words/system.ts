import { language, say } from './say.ts'

const LINES: readonly [RegExp, (...found: string[]) => string][] = [
  [/^renamed the room from “(.*)” to “(.*)”$/s, (from = '', to = '') => say.common.renamedRoom(from, to)],
  [/^set the topic to “(.*)”$/s, (topic = '') => say.common.setTopic(topic)],
  [/^cleared the topic$/, () => say.common.clearedTopic],
  [/^let everybody write in this room$/, () => say.common.letEverybodyWrite],
  [/^made this a room for announcements, with/, () => say.common.madeAnnouncementsThreads],
  [/^made this a room for announcements$/, () => say.common.madeAnnouncements],
  [/^archived this room$/, () => say.common.archivedRoom],
  [/^added the webhook “(.*)”$/s, (name = '') => say.common.addedWebhook(name)],
  [/^renamed the webhook “(.*)” to “(.*)”$/s, (from = '', to = '') => say.common.renamedWebhook(from, to)],
  [/^removed the webhook “(.*)”$/s, (name = '') => say.common.removedWebhook(name)],
  [/^opened this room again$/, () => say.common.openedRoom],
]

/** What the product itself wrote into a room, in the reader's language: it is stored in English. A line that is not known stays so. */
export function systemInWords(body: string): string {
  if (language() === 'en') return body
  for (const [line, words] of LINES) {
    const found = line.exec(body)
    if (found) return words(...found.slice(1))
  }
  return body
}
