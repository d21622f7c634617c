import type { Metadata } from 'next'
import { ConfirmEmail } from '#app/_components/auth/confirm-email.tsx'
import { Panel } from '#app/_components/auth/panel.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { readNewEmail } from '#app/_server/forgotten.ts'
import { readWords, titled } from '#app/_server/words.ts'

/** The address is a secret: what the page leads to is not told it. */
export const generateMetadata = async (): Promise<Metadata> => ({ ...(await titled('email')()), referrer: 'no-referrer' })

type Props = { params: Promise<{ token: string }> }

/** Asks before it does anything: programs that look at mails open their links too. */
export default async function ConfirmEmailPage({ params }: Props) {
  const { token } = await params
  const [found, { signIn, server, reset, confirmEmail }] = await Promise.all([readNewEmail(token), readWords()])
  if (!found)
    return (
      <Panel title={reset.ended} intro={confirmEmail.endedIntro}>
        <a href="/" className={buttonClass('primary', 'h-10')}>
          {confirmEmail.go}
        </a>
      </Panel>
    )
  return (
    <Panel title={confirmEmail.title} intro={confirmEmail.intro.replace('{}', `\u2068@${found.username}\u2069`)}>
      <ConfirmEmail token={token} email={found.email} words={{ signIn, server, confirmEmail }} />
    </Panel>
  )
}
