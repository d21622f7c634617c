const words: Record<string, string> = {
  not_found: 'Not sent: you are not in this room any more',
  muted: 'Not sent: you are muted there',
  banned: 'Not sent: you are banned there',
  forbidden: 'Not sent: nobody can write there any more',
  conflict: 'Not sent: another message has its place',
  blocked_by_rule: 'Not sent: a rule of the room is against it',
}

/** Why a scheduled message was not sent, by the protocol's code. */
export const failureInWords = (code: string): string => words[code] ?? 'Not sent'
