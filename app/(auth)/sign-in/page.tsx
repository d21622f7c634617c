import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Panel } from '#app/_components/auth/panel.tsx'
import { Providers } from '#app/_components/auth/providers.tsx'
import { SignInForm } from '#app/_components/auth/sign-in-form.tsx'
import { providerErrorInWords, safeReturnPath } from '#app/_components/auth/words.ts'
import { readProviders, readRegistrationPolicy } from '#app/_server/registration.ts'
import { findViewer } from '#app/_server/viewer.ts'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function SignInPage({ searchParams }: Props) {
  const [params, policy, providers, viewer] = await Promise.all([
    searchParams,
    readRegistrationPolicy(),
    readProviders(),
    findViewer(),
  ])
  const returnPath = safeReturnPath(one(params.next))
  if (viewer) redirect(returnPath)
  if (policy.firstAccount) redirect('/sign-up')
  return (
    <Panel
      title="Sign in"
      footer={
        policy.open ? (
          <>
            New here?{' '}
            <Link href="/sign-up" className="font-medium text-accent underline-offset-2 hover:underline">
              Create an account
            </Link>
          </>
        ) : (
          'New accounts need an invite here.'
        )
      }
    >
      <SignInForm returnPath={returnPath} error={providerErrorInWords(one(params.error))} />
      <Providers providers={providers} returnPath={returnPath} />
    </Panel>
  )
}
