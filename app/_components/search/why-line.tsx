import { say } from '#app/_words/say.ts'
import type { Why } from '#protocol/found.ts'

/** Why a message is here, where that is not plain to see. */
export function WhyLine({ why }: { why: readonly Why[] }) {
  const words = why.flatMap(({ term, how, word, file }) =>
    file !== undefined
      ? [say.search.isSaidOf(word ?? term, file)]
      : how === 'similar'
        ? [say.search.isLike(word ?? '', term)]
        : how === 'part'
          ? [say.search.isPartOfAWord(term)]
          : [],
  )
  if (words.length === 0) return null
  return (
    <p className="text-[0.75rem] leading-4 text-soft" dir="auto">
      {words.join(' · ')}
    </p>
  )
}
