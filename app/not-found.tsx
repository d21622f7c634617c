import { buttonClass } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'
import { readWords, titled } from '#app/_server/words.ts'

export const generateMetadata = titled('notFound')

export default async function NotFound() {
  const { notFound } = await readWords()
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-5 p-8 text-center">
      <Mark size={36} />
      <h1 className="text-title font-semibold tracking-tight">{notFound.title}</h1>
      {/* Not a Link: it would come with every page. */}
      <a href="/" className={buttonClass('primary')}>
        {notFound.go}
      </a>
    </main>
  )
}
