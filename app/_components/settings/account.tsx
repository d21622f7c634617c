'use client'

import { useAccount } from '#app/_account/use-account.ts'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { say } from '#app/_words/say.ts'
import { AccountExport } from './account-export.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { EmailAddress } from './email-address.tsx'

/** One's address, what is one's own, and the way out. */
export function Account() {
  const { account, error, again } = useAccount()
  if (error !== null) return <FormError>{error}</FormError>
  if (account === null)
    return (
      <div role="status" aria-label={say.account.loading} className="flex flex-col gap-3">
        <Bone className="h-4 w-32" />
        <Bone className="h-4 w-60" />
      </div>
    )
  return (
    <>
      <EmailAddress account={account} onChanged={again} />
      <AccountExport />
      <DeleteAccount account={account} />
    </>
  )
}
