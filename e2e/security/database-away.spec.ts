import { expect, test } from '@playwright/test'
import { ask } from '../fixtures/http.ts'
import { startInstallation } from '../fixtures/installation.ts'
import { makeAccount, signIn } from '../fixtures/people.ts'

/** Without what it reads first, the database answers a page with an error. */
const TAKE = 'ALTER TABLE session RENAME TO session_away; ALTER TABLE users RENAME TO users_away'
const GIVE = 'ALTER TABLE session_away RENAME TO session; ALTER TABLE users_away RENAME TO users'
/** What only a raw error of the database has, as Node prints it. */
const RAW = /severity:|routine:|internalQuery:/

test('a page that the database can’t give says so plainly, and nothing of its error is printed [H5]', async ({
  page,
  context,
}) => {
  const installation = await startInstallation()
  try {
    const person = await makeAccount(installation, 'Ada')
    await signIn(context, installation.url(), person.username)
    await page.goto(installation.url())
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await installation.database.pool.query(TAKE)
    const away = page.getByRole('heading', { name: 'Parley can’t answer just now' })
    await page.goto(installation.url())
    await expect(away).toBeVisible()
    await context.clearCookies()
    await page.goto(`${installation.url()}/sign-up`)
    await expect(away).toBeVisible()
    expect((await ask(installation.url(), '/api/socket-token')).status).toBe(401)
    expect(installation.output()).toMatch(/A page could not be made/)
    expect(installation.output()).not.toMatch(RAW)
    await installation.database.pool.query(GIVE)
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible()
  } finally {
    await installation.close()
  }
})
