import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Panel } from '#app/_components/auth/panel.tsx'
import { Providers } from '#app/_components/auth/providers.tsx'
import { SignInForm } from '#app/_components/auth/sign-in-form.tsx'
import { providerErrorInWords, safeReturnPath } from '#app/_components/auth/words.ts'
import { readProviders, readRegistrationPolicy } from '#app/_server/registration.ts'
import { findViewer } from '#app/_server/viewer.ts'
import { readLanguage, readWords, titled } from '#app/_server/words.ts'

export const generateMetadata = titled('signIn')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function SignInPage({ searchParams }: Props) {
  const [params, policy, providers, viewer, words, language] = await Promise.all([
    searchParams,
    readRegistrationPolicy(),
    readProviders(),
    findViewer(),
    readWords(),
    readLanguage(),
  ])
  const returnPath = safeReturnPath(one(params.next))
  if (viewer) redirect(returnPath)
  if (policy.firstAccount) redirect('/sign-up')
  return (
    <Panel
      title={words.signIn.title}
      footer={
        policy.open ? (
          <>
            {words.signIn.newHere}{' '}
            <Link href="/sign-up" className="font-medium text-accent underline-offset-2 hover:underline">
              {words.signIn.create}
            </Link>
          </>
        ) : (
          words.signIn.needsInvite
        )
      }
    >
      <SignInForm
        returnPath={returnPath}
        error={providerErrorInWords(one(params.error), words.signIn, language)}
        words={{ signIn: words.signIn, server: words.server }}
      />
      <Providers providers={providers} returnPath={returnPath} words={words.providers} />
    </Panel>
  )
}
