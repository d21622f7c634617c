import { headers } from 'next/headers'
import { type RegistrationPolicy, readPolicy } from '#server/core/accounts/registration-policy.ts'
import { accountDeps } from './accounts.ts'
import { askedForPage } from './page-failure.ts'
import { configuredProviders } from './providers.ts'
import { readAsked } from './request.ts'

/** Whether the person at this page may register, and whether the set-up code is needed for it. */
export async function readRegistrationPolicy(): Promise<RegistrationPolicy> {
  const { isLocal } = readAsked(await headers())
  return askedForPage(() => readPolicy(accountDeps(), isLocal))
}

/** The providers somebody may sign in through, as the buttons are named. */
export const readProviders = async (): Promise<{ id: string; name: string }[]> =>
  configuredProviders().map(({ id, name }) => ({ id, name }))
