import type { MessagePatch } from '#protocol/models.ts'

/** Everybody that messages name: authors, mentioned people and those who reacted first. */
export function namedIn(messages: readonly MessagePatch[]): Set<string> {
  const ids = new Set<string>()
  for (const message of messages) {
    ids.add(message.authorId)
    for (const id of message.mentions?.userIds ?? []) ids.add(id)
    for (const reaction of message.reactions ?? []) for (const id of reaction.userIds) ids.add(id)
  }
  return ids
}
