const MAX = 254
const LOCAL_MAX = 64
const LOCAL = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const ADDRESS = new RegExp(`^(${LOCAL})@(?:${LABEL}\\.)+[a-z]${LABEL.slice('[a-z0-9]'.length)}$`)

/**
 * An e-mail address as stored, or null: one plain address (the dot-string of RFC 5321), lower case, strictly ASCII as it
 * was typed. Nothing is folded to ASCII, so a wide "＠" or a quoted part never turns into somebody else's address [A5].
 */
export function normaliseEmail(raw: string): string | null {
  const email = raw.trim()
  // Before lowering: the Kelvin sign lowers to an ASCII k.
  if (email.length > MAX || !/^[\x21-\x7e]+$/.test(email)) return null
  const local = ADDRESS.exec(email.toLowerCase())?.[1]
  return local && local.length <= LOCAL_MAX ? email.toLowerCase() : null
}
