import { listInWords } from '#app/_words/lists.ts'
import { say } from '#app/_words/say.ts'
import type { Reaction, User } from '#protocol/models.ts'

const NAMED_MAX = 6

/** "You, Ann and 3 more". */
export function reactorsInWords(reaction: Reaction, users: Readonly<Record<string, User>>, meId: string): string {
  const names = reaction.userIds.filter((id) => id !== meId).flatMap((id) => users[id]?.displayName ?? [])
  if (reaction.mine ?? reaction.userIds.includes(meId)) names.unshift(say.message.you)
  const shown = names.slice(0, NAMED_MAX)
  const more = reaction.count - shown.length
  if (more > 0) shown.push(shown.length === 0 ? String(more) : say.message.more(more))
  return listInWords(shown)
}
