'use client'

import { Smile, X } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { statusParts } from '#app/_words/status.ts'
import { toFieldTime, whenInWords } from '#app/_words/when.ts'
import { LATER_MAX_MS, STATUS_TEXT_MAX } from '#protocol/limits.ts'
import { ENDS, type End, endOf, endWords } from './ends.ts'

const HOUR_MS = 3_600_000
/** Told whole: an emoji before the words takes its place in the text. */
const WORDS_MAX = STATUS_TEXT_MAX - 10

const usual = (): { sign: string; words: string; end: End }[] => [
  { sign: '📅', words: say.people.inAMeeting, end: 'hour' },
  { sign: '🍽️', words: say.people.atLunch, end: 'hour' },
  { sign: '🚆', words: say.people.onTheWay, end: 'half-hour' },
  { sign: '🤒', words: say.people.ill, end: 'today' },
  { sign: '🌴', words: say.people.onHoliday, end: 'at' },
]

/** What one is at, for everybody to see: an emoji, a few words, and until when. */
export function StatusDialog({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const id = useId()
  const words = useRef<HTMLInputElement>(null)
  const [now] = useState(() => new Date())
  const [sign, setSign] = useState('')
  const [text, setText] = useState('')
  const [end, setEnd] = useState<End>('never')
  const [at, setAt] = useState(() => toFieldTime(new Date(now.getTime() + 24 * HOUR_MS)))
  const [stood, setStood] = useState<{ text?: string | undefined; until?: string | undefined }>({})
  const [picking, setPicking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const touched = useRef(false)

  useEffect(() => {
    chat.ask('profile:get', { userId: viewer.id }).then(
      ({ profile: { status } }) => {
        setStood(status ?? {})
        if (touched.current || !status?.text) return
        const parts = statusParts(status.text)
        setSign(parts.sign)
        setText(parts.words)
        if (status.until) {
          setEnd('at')
          setAt(toFieldTime(new Date(status.until)))
        }
      },
      () => undefined,
    )
  }, [chat, viewer.id])

  async function set(whole: string, until: Date | null) {
    setBusy(true)
    setError(null)
    try {
      await chat.setPresence({ text: whole, ...(until ? { endsAt: until.toISOString() } : {}) })
      onClose()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const until = endOf(end, at, new Date())
    if (until && !(until.getTime() > Date.now())) return setError(say.people.chooseATimeToCome)
    void set(`${sign} ${text}`.trim(), until)
  }

  return (
    <Dialog title={say.people.setAStatus} onClose={onClose} width="w-[440px]">
      <form onSubmit={submit} className="flex min-h-0 flex-col overflow-y-auto">
        <div className="flex flex-col gap-3 px-5 pt-1 pb-4">
          <div className="relative flex items-center gap-2">
            <IconButton label={say.people.chooseAnEmoji} onClick={() => setPicking(true)} aria-expanded={picking}>
              {sign ? <span className="text-[1.25rem] leading-none">{sign}</span> : <Smile size={20} />}
            </IconButton>
            {picking && (
              <LazyEmojiPicker
                align="start"
                onPick={(emoji) => {
                  touched.current = true
                  if (!emoji.startsWith(':')) setSign(emoji)
                  setPicking(false)
                }}
                onClose={() => setPicking(false)}
                returnFocus={() => words.current?.focus()}
              />
            )}
            <input
              ref={words}
              data-on-open=""
              aria-label={say.people.whatYouAreAt}
              placeholder={say.people.whatYouAreAt}
              dir="auto"
              value={text}
              maxLength={unitsOf(WORDS_MAX)}
              onChange={(event) => {
                touched.current = true
                setText(event.target.value)
              }}
              className="h-10 min-w-0 flex-1 rounded-lg border border-line-strong bg-field px-3 narrow:h-11"
            />
            {(sign || text) && (
              <IconButton
                label={say.people.empty}
                onClick={() => {
                  touched.current = true
                  setSign('')
                  setText('')
                  words.current?.focus()
                }}
              >
                <X size={18} />
              </IconButton>
            )}
          </div>
          <ul aria-label={say.people.usual} className="flex flex-wrap gap-1.5">
            {usual().map((one) => (
              <li key={one.sign}>
                <Button
                  className="h-8! narrow:h-10!"
                  onClick={() => {
                    touched.current = true
                    setSign(one.sign)
                    setText(one.words)
                    setEnd(one.end)
                  }}
                >
                  <span aria-hidden="true">{one.sign}</span> {one.words}
                </Button>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-end gap-3">
            <label className="flex flex-1 flex-col gap-1.5 text-meta font-medium" htmlFor={`${id}-end`}>
              {say.people.shownFor}
              <select
                id={`${id}-end`}
                value={end}
                onChange={(event) => setEnd(event.target.value as End)}
                className="h-10 rounded-lg border border-line-strong bg-field px-2.5 text-body font-normal narrow:h-11"
              >
                {ENDS.map((one) => (
                  <option key={one} value={one}>
                    {endWords(one)}
                  </option>
                ))}
              </select>
            </label>
            {end === 'at' && (
              <input
                type="datetime-local"
                required
                aria-label={say.people.endsAt}
                value={at}
                min={toFieldTime(now)}
                max={toFieldTime(new Date(now.getTime() + LATER_MAX_MS))}
                onChange={(event) => setAt(event.target.value)}
                className="h-10 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
              />
            )}
          </div>
          {stood.text && stood.until && (
            <p className="text-meta text-soft">{say.people.standsUntil(whenInWords(new Date(stood.until), now))}</p>
          )}
          <FormError>{error}</FormError>
        </div>
        <DialogButtons>
          {stood.text && (
            <Button className="me-auto" disabled={busy} onClick={() => void set('', null)}>
              {say.people.clearStatus}
            </Button>
          )}
          <Button onClick={onClose}>{say.people.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy || (!sign && !text.trim())}>
            {say.people.setStatus}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
