import type { Metadata } from 'next'
import { Panel } from '#app/_components/auth/panel.tsx'
import { ResetForm } from '#app/_components/auth/reset-form.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { readReset } from '#app/_server/forgotten.ts'
import { readWords, titled } from '#app/_server/words.ts'

/** The address is a secret: what the page leads to is not told it. */
export const generateMetadata = async (): Promise<Metadata> => ({ ...(await titled('reset')()), referrer: 'no-referrer' })

type Props = { params: Promise<{ token: string }> }

export default async function ResetPage({ params }: Props) {
  const { token } = await params
  const [person, { signIn, signUp, server, reset }] = await Promise.all([readReset(token), readWords()])
  if (!person)
    return (
      <Panel title={reset.ended} intro={reset.endedIntro}>
        <a href="/forgot" className={buttonClass('primary', 'h-10')}>
          {reset.askAgain}
        </a>
      </Panel>
    )
  return (
    <Panel title={reset.title} intro={reset.intro.replace('{}', `\u2068@${person.username}\u2069`)}>
      <ResetForm token={token} username={person.username} words={{ signIn, signUp, server, reset }} />
    </Panel>
  )
}
