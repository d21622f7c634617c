import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Refusal } from '#protocol/errors.ts'
import type { UserRole } from '#protocol/models.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { endSessionsOf, makeResetLinkFor, promote, resetPassword, takeSecondStep } from '#server/core/accounts/operator.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { renewHistory } from '#server/core/sync/epoch.ts'
import { openDatabase as openPools } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import { WrongEnvironment } from '#server/env.ts'
import { ensureClient } from './generate.ts'
import { JOBS_USAGE, readJobsWork } from './jobs.ts'
import { NOTICE_USAGE, readNoticeWork } from './notice.ts'
import { migrate, withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'

const USAGE = `npm run admin -- create <username> [--role owner|admin|moderator|member|guest] [--password …] [--name "Shown name"]
npm run admin -- promote <username> <owner|admin|moderator|member|guest>
npm run admin -- reset-password <username> [--password …]
npm run admin -- reset-link <username>
npm run admin -- second-step-off <username>
npm run admin -- end-sessions <username>
${NOTICE_USAGE}
${JOBS_USAGE}
npm run admin -- restored

Without --password one is made up and printed. "restored" is for after older files of the database were put back: everybody's client
starts over. After a dump was read back that happens by itself.`

const ROLES: readonly string[] = ['owner', 'admin', 'moderator', 'member', 'guest'] satisfies UserRole[]

/** `npm run admin`: what an operator does to accounts, and tells everybody, from the machine itself, without a mail server. */
export async function main(args: string[]): Promise<void> {
  const toNotices = readNoticeWork(args)
  const toJobs = readJobsWork(args)
  const isRestored = args[0] === 'restored'
  const toAccounts = toNotices || toJobs || isRestored ? null : read(args)
  const settings = loadSettings()
  await ensureClient()
  await withDatabase(settings, async (url) => {
    await migrate(url)
    const database = openPools(url, 3, (error) => console.error(error.message))
    try {
      if (toNotices) console.log(await toNotices(createNotices(database.pool)))
      if (toJobs) console.log(await toJobs(queryOn(database.pool)))
      if (isRestored) {
        await renewHistory(queryOn(database.pool))
        console.log('Another history begins: every client starts over within seconds.')
      }
      if (toAccounts)
        console.log(
          await act(
            { database, settings: settings.env },
            settings.env.NEXTAUTH_URL ?? `http://localhost:${settings.env.PORT}`,
            toAccounts,
          ),
        )
    } catch (error) {
      if (error instanceof Refusal) throw new WrongEnvironment(sentence(error))
      throw error
    } finally {
      await database.close()
    }
  })
}

type Wanted = {
  verb: string
  username: string
  role: UserRole | undefined
  name: string | undefined
  password: string | undefined
}

async function act(deps: AccountDeps, base: string, { verb, username, role, name, password }: Wanted): Promise<string> {
  const chosen = password ?? randomBytes(12).toString('base64url')
  const shown = password === undefined ? ` Password: ${chosen}` : ''
  const ended = ({ sessionsEnded }: { sessionsEnded: number }) =>
    `${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended.`
  switch (verb) {
    case 'create': {
      const registration = { username, password: chosen, ...(name === undefined ? {} : { displayName: name }) }
      const account = await createAccount(deps, registration, { kind: 'operator' }, role)
      return `Created ${account.username}.${shown}`
    }
    case 'promote':
      return `${username} is ${role} now. ${ended(await promote(deps, username, role!))}`
    case 'reset-password':
      return `${username} has a new password. ${ended(await resetPassword(deps, username, chosen))}${shown}`
    case 'reset-link': {
      const { token } = await makeResetLinkFor(deps, username)
      return `A new password for ${username} can be set here, once, within a day: ${base}/reset/${token}`
    }
    case 'second-step-off':
      return (await takeSecondStep(deps, username))
        ? `${username} signs in without a second step now, and is signed out everywhere.`
        : `${username} had no second step.`
    case 'end-sessions':
      return `${username} is signed out everywhere: ${ended(await endSessionsOf(deps, username))}`
    default:
      throw new WrongEnvironment(USAGE)
  }
}

function read(args: string[]): Wanted {
  const options = { role: { type: 'string' }, password: { type: 'string' }, name: { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [verb, username, third] = positionals
    const role = verb === 'promote' ? third : values.role
    if (!verb || !username || (verb === 'promote' && !role)) throw new WrongEnvironment(USAGE)
    if (role !== undefined && !ROLES.includes(role))
      throw new WrongEnvironment(`There is no role "${role}": use one of ${ROLES.join(', ')}.`)
    return { verb, username, role: role as UserRole | undefined, name: values.name, password: values.password }
  } catch (error) {
    if (error instanceof WrongEnvironment) throw error
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function sentence(refusal: Refusal): string {
  const fields = Object.entries(refusal.more.fields ?? {}).map(([field, fault]) => `${field} ${fault}`)
  return fields.length > 0 ? `${refusal.message} (${fields.join(', ')})` : refusal.message
}
