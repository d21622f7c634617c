'use client'

import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { KEYWORD_MAX, KEYWORDS_MAX } from '#protocol/limits.ts'

/** The words about which one wants to hear. Each change is kept at once. */
export function Keywords({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const words = useChatState((state) => state.later.keywords)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function change(next: readonly string[]): Promise<boolean> {
    setBusy(true)
    setError(null)
    try {
      await chat.setKeywords(next)
      return true
    } catch (cause) {
      setError(refusalInWords(cause))
      return false
    } finally {
      setBusy(false)
    }
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const word = String(new FormData(form).get('word')).trim()
    if (word !== '' && (await change([...words, word]))) form.reset()
  }

  return (
    <Dialog title={say.dialogs.keywords} description={say.dialogs.messagesWithOneOfThese} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 pb-5">
        <form onSubmit={submit} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field
              label={say.dialogs.newKeyword}
              name="word"
              required
              maxLength={KEYWORD_MAX}
              autoComplete="off"
              dir="auto"
              autoFocus
            />
          </div>
          <Button type="submit" tone="primary" className="h-10" disabled={busy || words.length >= KEYWORDS_MAX}>
            {say.dialogs.add}
          </Button>
        </form>
        <FormError>{error}</FormError>
        {words.length === 0 ? (
          <p className="py-4 text-center text-soft">{say.dialogs.noKeywordsYetTheName}</p>
        ) : (
          <ul aria-label={say.dialogs.yourKeywords} className="flex flex-wrap gap-2">
            {words.map((word) => (
              <li key={word} className="flex h-8 items-center gap-0.5 rounded-full bg-press ps-3 pe-0.5 narrow:h-11">
                <bdi>{word}</bdi>
                <IconButton
                  label={say.dialogs.remove3(word)}
                  size="small"
                  disabled={busy}
                  onClick={() => void change(words.filter((other) => other !== word))}
                >
                  <X size={14} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
