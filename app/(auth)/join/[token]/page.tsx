import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AcceptInvite } from '#app/_components/auth/accept-invite.tsx'
import { InviteTo } from '#app/_components/auth/invite-to.tsx'
import { Panel } from '#app/_components/auth/panel.tsx'
import { Providers } from '#app/_components/auth/providers.tsx'
import { SignUpForm } from '#app/_components/auth/sign-up-form.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { readInvitePage } from '#app/_server/invited.ts'
import { readProviders } from '#app/_server/registration.ts'
import { readWords, titled } from '#app/_server/words.ts'
import { invitePath } from '#protocol/invites.ts'

export const generateMetadata = titled('invite')

type Props = { params: Promise<{ token: string }> }

/** Where an invite leads: to an account, or into its rooms, and from there into the chat. */
export default async function JoinPage({ params }: Props) {
  const { token } = await params
  const [page, providers, words] = await Promise.all([readInvitePage(token), readProviders(), readWords()])
  const { signUp, signIn, server, invite } = words
  const back = invitePath(encodeURIComponent(token))

  if (page.for === 'nobody') {
    return (
      <Panel title={invite.over} intro={server[page.why] ?? page.why}>
        <Link href="/" className={buttonClass('primary', 'h-10')}>
          {invite.toTheChat}
        </Link>
      </Panel>
    )
  }
  if (page.for === 'viewer') {
    const { maker, rooms, isIn, leadsTo } = page.standing
    if (isIn) redirect(leadsTo === null ? '/' : `/r/${leadsTo}`)
    return (
      <Panel title={invite.title}>
        <InviteTo maker={maker} rooms={rooms} words={invite} />
        <AcceptInvite token={token} words={{ invite, server, signIn }} />
      </Panel>
    )
  }
  const { maker, rooms, role } = page.invite
  return (
    <Panel
      title={invite.title}
      footer={
        <>
          {signUp.haveAccount}{' '}
          <Link
            href={`/sign-in?next=${encodeURIComponent(back)}`}
            className="font-medium text-accent underline-offset-2 hover:underline"
          >
            {signUp.signIn}
          </Link>
        </>
      }
    >
      <InviteTo maker={maker} rooms={rooms} isGuest={role === 'guest'} words={invite} />
      <SignUpForm invite={token} returnPath={back} firstAccount={false} needsCode={false} words={{ signUp, signIn, server }} />
      <Providers providers={providers} returnPath={back} words={words.providers} />
    </Panel>
  )
}
