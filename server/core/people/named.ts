/** What `isNamed` compares with: somebody's name as typed, with or without an @. Empty for everybody. */
export const namePattern = (text: string): string =>
  `${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\\%_]/g, '\\$&')}%`

/** A person (`u`) whose username or displayed name begins with the text of $1, or has a word that does. */
export const isNamed = "(u.username LIKE $1 OR lower(u.display_name) LIKE $1 OR lower(u.display_name) LIKE '% ' || $1)"
