'use client'

import { useAccount } from '#app/_account/use-account.ts'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { say } from '#app/_words/say.ts'
import { Passkeys } from './passkeys.tsx'
import { PasswordChange } from './password-change.tsx'
import { SecondStepSettings } from './second-step.tsx'

/** The ways into one's account. */
export function Security() {
  const { account, error, again } = useAccount()
  if (error !== null) return <FormError>{error}</FormError>
  if (account === null) return <SecurityBones />
  return (
    <>
      <PasswordChange account={account} onChanged={again} />
      <SecondStepSettings account={account} onChanged={again} />
      <Passkeys account={account} onChanged={again} />
    </>
  )
}

const SecurityBones = () => (
  <div role="status" aria-label={say.account.loading} className="flex flex-col gap-3">
    <Bone className="h-4 w-32" />
    <Bone className="h-10 w-full max-w-sm" />
    <Bone className="h-10 w-full max-w-sm" />
  </div>
)
