import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { readPolicy } from '#server/core/accounts/registration-policy.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

const SETTINGS = {
  NEXTAUTH_SECRET: 'a secret of thirty-two characters',
  REGISTRATION: 'open',
  INVITES_MADE_BY: 'admins',
  LIMIT_SIGN_IN_FAILURES: 10,
  LIMIT_REGISTRATIONS_PER_HOUR: 100,
} as const

let cluster: Cluster
let owner: Person
let asOwner: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { LOG_LEVEL: 'silent' })
  ;[owner] = (await createPeople(cluster, 2)) as [Person]
  asOwner = await connectRaw(cluster.nodes[0]!.url, owner)
})
afterAll(async () => {
  asOwner?.close()
  await cluster?.close()
})

const register = (username: string) =>
  createAccount(
    { database: cluster.database, settings: SETTINGS },
    { username, password: 'correct horse battery' },
    { kind: 'web', address: '203.0.113.9', isLocal: false },
  )

test('Y6 the place is called as its owners say, and without a name when they take it away', async () => {
  expect((await asOwner.get('community:read', {})).community).toEqual({ registration: 'open' })
  const named = { name: 'Café Central', registration: 'open' }
  expect((await asOwner.get('community:change', { name: '  Café Central ' })).community).toEqual(named)
  const elsewhere = await connectRaw(cluster.nodes[1]!.url, owner)
  expect((await elsewhere.get('community:read', {})).community).toEqual(named)
  elsewhere.close()
  expect((await asOwner.get('community:change', { name: '' })).community).toEqual({ registration: 'open' })
})

test('Y6 who may make an account is what its owners chose, before what the environment says', async () => {
  const deps = { database: cluster.database, settings: SETTINGS }
  await register('let-in')
  await asOwner.get('community:change', { registration: 'closed' })
  expect(await readPolicy(deps, false)).toMatchObject({ open: false, firstAccount: false })
  await expect(register('shut-out')).rejects.toMatchObject({ code: 'forbidden' })
  await asOwner.get('community:change', { registration: 'open' })
  expect(await readPolicy(deps, false)).toMatchObject({ open: true })
  await register('let-in-again')
})
