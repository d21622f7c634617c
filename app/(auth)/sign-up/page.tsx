import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Panel } from '#app/_components/auth/panel.tsx'
import { Providers } from '#app/_components/auth/providers.tsx'
import { SignUpForm } from '#app/_components/auth/sign-up-form.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { readProviders, readRegistrationPolicy } from '#app/_server/registration.ts'
import { findViewer } from '#app/_server/viewer.ts'
import { readWords, titled } from '#app/_server/words.ts'

export const generateMetadata = titled('signUp')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const first = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : null)

export default async function SignUpPage({ searchParams }: Props) {
  const [params, policy, providers, viewer, words] = await Promise.all([
    searchParams,
    readRegistrationPolicy(),
    readProviders(),
    findViewer(),
    readWords(),
  ])
  if (viewer) redirect('/')
  const { signUp, signIn, server } = words
  const code = first(params.setup)

  if (!policy.open) {
    return (
      <Panel title={signUp.inviteNeeded} intro={signUp.inviteNeededIntro}>
        <Link href="/sign-in" className={buttonClass('primary', 'h-10')}>
          {signUp.signInInstead}
        </Link>
      </Panel>
    )
  }

  const needsCode = code === null && policy.firstAccount && policy.needsSetupCode
  return (
    <Panel
      title={policy.firstAccount ? signUp.setUp : signUp.title}
      intro={policy.firstAccount ? signUp.setUpIntro : undefined}
      footer={
        !policy.firstAccount && (
          <>
            {signUp.haveAccount}{' '}
            <Link href="/sign-in" className="font-medium text-accent underline-offset-2 hover:underline">
              {signUp.signIn}
            </Link>
          </>
        )
      }
    >
      <SignUpForm
        invite={code}
        returnPath="/"
        firstAccount={policy.firstAccount}
        needsCode={needsCode}
        words={{ signUp, signIn, server }}
      />
      {!policy.firstAccount && <Providers providers={providers} returnPath="/" words={words.providers} />}
    </Panel>
  )
}
