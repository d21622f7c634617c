import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Panel } from '#app/_components/auth/panel.tsx'
import { Providers } from '#app/_components/auth/providers.tsx'
import { SignUpForm } from '#app/_components/auth/sign-up-form.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { readProviders, readRegistrationPolicy } from '#app/_server/registration.ts'
import { findViewer } from '#app/_server/viewer.ts'

export const metadata: Metadata = { title: 'Create account' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const first = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : null)

export default async function SignUpPage({ searchParams }: Props) {
  const [params, policy, providers, viewer] = await Promise.all([
    searchParams,
    readRegistrationPolicy(),
    readProviders(),
    findViewer(),
  ])
  if (viewer) redirect('/')
  const code = first(params.setup) ?? first(params.invite)

  if (!policy.open && !policy.firstAccount && code === null) {
    return (
      <Panel title="Invite needed" intro="New accounts need an invite here. Ask somebody who is in already for a link.">
        <Link href="/sign-in" className={buttonClass('primary', 'h-10')}>
          Sign in instead
        </Link>
      </Panel>
    )
  }

  const needsCode = code === null && policy.firstAccount && policy.needsSetupCode
  return (
    <Panel
      title={policy.firstAccount ? 'Set up Parley' : 'Create your account'}
      intro={policy.firstAccount ? 'The first account owns this server: it can do everything, and invite the others.' : undefined}
      footer={
        !policy.firstAccount && (
          <>
            Have an account?{' '}
            <Link href="/sign-in" className="font-medium text-accent underline-offset-2 hover:underline">
              Sign in
            </Link>
          </>
        )
      }
    >
      <SignUpForm invite={code} firstAccount={policy.firstAccount} needsCode={needsCode} />
      {!policy.firstAccount && <Providers providers={providers} returnPath="/" />}
    </Panel>
  )
}
