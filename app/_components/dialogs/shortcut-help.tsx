'use client'

import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Keycaps } from '#app/_components/ui/keycaps.tsx'
import { readChoice } from '#app/_preferences/read.ts'
import { keycaps } from '#app/_shortcuts/keys.ts'
import { type Shortcut, type ShortcutId, shortcuts } from '#app/_shortcuts/registry.ts'
import { say } from '#app/_words/say.ts'

const groups = () =>
  [
    ['go', say.shortcuts.groupGo],
    ['room', say.shortcuts.groupRoom],
    ['message', say.shortcuts.groupMessage],
    ['writing', say.shortcuts.groupWriting],
  ] as const

/** Where Enter makes a new line, Ctrl+Enter sends. */
function keysOf(id: ShortcutId): readonly string[] {
  if (readChoice('enter') === 'sends') return shortcuts[id].keys
  if (id === 'send') return shortcuts.sendCode.keys
  if (id === 'newLine') return shortcuts.send.keys
  return id === 'sendCode' ? [] : shortcuts[id].keys
}

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={say.dialogs.keyboardShortcuts} onClose={onClose} width="w-[760px]">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="grid gap-x-10 gap-y-6 overflow-y-auto px-5 pt-1 pb-6 sm:grid-cols-2"
        aria-label={say.dialogs.listOfShortcuts}
      >
        {groups().map(([group, title]) => (
          <section key={group} className="flex flex-col gap-2">
            <h3 className="text-meta font-semibold text-soft">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {Object.entries<Shortcut>(shortcuts)
                .filter(([id, shortcut]) => shortcut.group === group && keysOf(id as ShortcutId).length > 0)
                .map(([id]) => (
                  <div key={id} className="flex items-center justify-between gap-4">
                    <dt className="text-meta">{say.shortcuts[id as ShortcutId]}</dt>
                    <dd className="flex shrink-0 gap-2">
                      {keysOf(id as ShortcutId)
                        .slice(0, 2)
                        .map((keys) => (
                          <Keycaps key={keys} caps={keycaps(keys)} />
                        ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}
