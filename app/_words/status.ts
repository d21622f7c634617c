const SIGN =
  /^(?:\p{RI}\p{RI}|[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\p{EMod}|\u200d\p{Extended_Pictographic})*)/u

/** A status that begins with an emoji has it for a sign. */
export function statusParts(text: string): { sign: string; words: string } {
  const sign = SIGN.exec(text)?.[0] ?? ''
  return { sign, words: text.slice(sign.length).trim() }
}
