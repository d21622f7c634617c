'use client'

import { EmojiSign } from '#app/_components/emoji/sign.tsx'
import { useRecentEmoji } from '#app/_components/emoji/use-recent.ts'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { say } from '#app/_words/say.ts'
import type { SheetAction } from './dialogs.tsx'

type Props = { actions: SheetAction[]; onReact: ((emoji: string) => void) | null; preview: string; onClose: () => void }

/** What can be done with a message, for fingers. */
export function MessageSheet({ actions, onReact, preview, onClose }: Props) {
  const recent = useRecentEmoji(6)
  const finish = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Dialog title={say.dialogs.actionsFor(preview)} onClose={onClose} look="sheet">
      {onReact && (
        <div className="flex justify-between gap-1 border-b border-line px-4 py-3">
          {recent.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={say.dialogs.reactWith(emoji)}
              onClick={finish(() => onReact(emoji))}
              className="grid size-11 place-items-center rounded-full text-[1.375rem] active:bg-press"
            >
              <EmojiSign emoji={emoji} />
            </button>
          ))}
        </div>
      )}
      <div className="flex flex-col overflow-y-auto p-2">
        {actions.map((action) => (
          <button
            key={action.id}
            type="button"
            onClick={finish(action.run)}
            className={`flex h-12 shrink-0 items-center gap-3.5 rounded-lg px-4 text-start active:bg-press ${action.danger ? 'text-danger' : ''}`}
          >
            <span className={action.danger ? '' : 'text-soft'}>{action.icon}</span> {action.label}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
