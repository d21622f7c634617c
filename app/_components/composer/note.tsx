import { say } from '#app/_words/say.ts'
import { commands, parseCommand } from './slash/commands.ts'
import type { Problem } from './use-sending.ts'

/** What stands under the field: words, whether they are bad news, and what can be done. */
export type NoteWords = { words: string; isBad: boolean; asText?: string | undefined }

/** How the command that is being typed is used. */
export function commandHelp(text: string): string | null {
  const parsed = text.startsWith('/') && /\s/.test(text) ? parseCommand(text) : null
  if (parsed?.type !== 'command') return null
  const { usage, help } = commands[parsed.name]
  return `/${parsed.name}${usage ? ` ${usage}` : ''}: ${help}.`
}

export const problemNote = (problem: Problem): NoteWords => ({ words: problem.words, isBad: true, asText: problem.asText })

export function Note({ id, note, onAsText }: { id: string; note: NoteWords; onAsText: (body: string) => void }) {
  const { asText } = note
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 ps-2">
      <p
        id={id}
        role={note.isBad ? 'alert' : undefined}
        className={`min-w-0 truncate text-meta narrow:line-clamp-2 narrow:whitespace-normal ${note.isBad ? 'text-danger' : 'text-soft'}`}
      >
        {note.words}
      </p>
      {asText !== undefined && (
        <button
          type="button"
          onClick={() => onAsText(asText)}
          className="shrink-0 rounded text-meta font-medium underline underline-offset-2 hover:no-underline narrow:min-h-9"
        >
          {say.composer.sendAsText}
        </button>
      )}
    </div>
  )
}
