import { Bookmark } from 'lucide-react'
import { say } from '#app/_words/say.ts'

/** One keeps this message. */
export function SavedMark() {
  return (
    <span className="inline-flex items-center gap-1 text-[0.75rem] leading-4 text-soft">
      <Bookmark size={11} aria-hidden="true" /> {say.message.saved}
    </span>
  )
}
