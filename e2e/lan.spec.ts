import { networkInterfaces } from 'node:os'
import { setupCode } from '#server/core/accounts/set-up-code.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { startInstallation } from './fixtures/installation.ts'
import { composer, messages, row, sidebar, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

/** How another device of the network reaches this one; a machine without a network has a second loopback at least. */
const lanAddress =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((address) => address.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.2'

test("by the machine's address over plain http everything works, once the first account brought its code [A8]", async ({
  openBrowser,
}) => {
  const installation = await startInstallation({ overrides: { HOST: '0.0.0.0' } })
  const local = installation.url()
  const origin = `http://${lanAddress}:${new URL(local).port}`
  const [first, second] = [await openBrowser('Ada'), await openBrowser('Ben')]
  const [ada, ben] = [await first.context.newPage(), await second.context.newPage()]
  const signUp = async (page: typeof ada, username: string) => {
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Password').fill('a very good password')
    await page.getByRole('button', { name: 'Create account' }).click()
  }

  await test.step('the owner needs the code that was printed', async () => {
    await ada.goto(origin)
    expect(await ada.evaluate(() => window.isSecureContext)).toBe(lanAddress.startsWith('127.'))
    if (!lanAddress.startsWith('127.')) await expect(ada.getByLabel('Set-up code')).toBeVisible()
    await ada.goto(`${origin}/sign-up?setup=${setupCode(TEST_SECRET)}`)
    await signUp(ada, 'ada')
    await ada.getByRole('button', { name: 'Not now' }).click()
    await expect(composer(ada, '#general')).toBeVisible()
    expect(new URL(ada.url()).origin).toBe(origin)
  })

  await test.step('a second device talks with it', async () => {
    await ben.goto(`${origin}/sign-up`)
    await signUp(ben, 'ben')
    await expect(composer(ben, '#general')).toBeVisible()
    await write(ben, 'From the sofa')
    await expect(row(messages(ada), 'From the sofa')).toBeVisible()
    await write(ada, 'From the desk')
    await expect(row(messages(ben), 'From the desk')).toBeVisible()
  })

  await test.step('signing out and in goes nowhere else', async () => {
    await sidebar(ben)
      .getByRole('button', { name: /^You: / })
      .click()
    await ben.getByRole('menuitem', { name: 'Sign out' }).click()
    await ben.getByLabel('Username').fill('ben')
    await ben.getByLabel('Password').fill('a very good password')
    await ben.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(row(messages(ben), 'From the desk')).toBeVisible()
    expect(new URL(ben.url()).origin).toBe(origin)
  })

  await first.context.close()
  await second.context.close()
  await installation.close()
})
