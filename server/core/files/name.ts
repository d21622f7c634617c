import { FILE_NAME_MAX } from '#protocol/limits.ts'

// Control characters, and those that turn the reading direction: `gnp.exe` must not read as `exe.png`.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const ENDING = /\.[^.\s]{1,12}$/

/** A file's name as it is kept and told: one line without folders and hidden characters, at most 200 long. It is never a path [E2]. */
export function cleanName(name: string): string {
  const line = name.toWellFormed().normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).at(-1)?.trim() ?? ''
  if (line.replace(/\./g, '') === '') return 'file'
  if (line.length <= FILE_NAME_MAX) return line
  const ending = endingOf(line)
  return `${line.slice(0, FILE_NAME_MAX - ending.length).toWellFormed()}${ending}`
}

/** `.png`, in lower case; empty for none. */
export const endingOf = (name: string): string => (ENDING.exec(name)?.[0] ?? '').toLowerCase()

/** The name with another ending. */
export const withEnding = (name: string, ending: string): string => `${name.replace(ENDING, '')}${ending}`
