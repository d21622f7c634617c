import { findFreePort } from '#server/database/postmaster.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { startNode } from '#server/testing/node.ts'
import { startPgBouncer } from '#server/testing/pgbouncer.ts'
import { composer, messages, row, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { startWeb } from '../fixtures/web.ts'

const NOBODY = 65_534
const secret = { NEXTAUTH_SECRET: TEST_SECRET }

test('pages and sockets on two sites, each with its own variables only, pages without a disk to write on and behind a pooler [O7]', async ({
  openBrowser,
}) => {
  const database = await createTestDatabase()
  const bouncer = await startPgBouncer(database.url)
  const [webPort, socketPort] = [await findFreePort(), await findFreePort()]
  // Two sites to a browser: no cookie of one goes to the other.
  const [web, sockets] = [`http://localhost:${webPort}`, `http://127.0.0.1:${socketPort}`]
  const node = await startNode({ ...secret, DATABASE_URL: database.url, NEXTAUTH_URL: web, PORT: String(socketPort) }, database)
  const pages = await startWeb(
    { ...secret, DATABASE_URL: bouncer.url, NEXTAUTH_URL: web, SOCKET_URL: sockets },
    { port: webPort, ...(process.getuid?.() === 0 ? { uid: NOBODY } : {}) },
  )
  const [first, second] = [await openBrowser('Ada'), await openBrowser('Ben')]
  const [ada, ben] = [await first.context.newPage(), await second.context.newPage()]
  for (const [page, name] of [
    [ada, 'Ada'],
    [ben, 'Ben'],
  ] as const) {
    await page.goto(`${web}/sign-up`)
    await page.getByLabel('Username').fill(name.toLowerCase())
    await page.getByLabel('Display name').fill(name)
    await page.getByLabel('Password').fill('correct horse battery')
    const socket = page.waitForEvent('websocket')
    await page.getByRole('button', { name: 'Create account' }).click()
    if (page === ada) await page.getByRole('button', { name: 'Not now' }).click()
    await expect(composer(page, '#general')).toBeVisible()
    expect(new URL((await socket).url()).host).toBe(new URL(sockets).host)
  }
  await write(ada, 'From one site to the other')
  await expect(row(messages(ben, '#general'), 'From one site to the other')).toBeVisible()

  await ben
    .getByLabel('Files to attach')
    .first()
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('at four') })
  await ben.getByRole('button', { name: 'Send', exact: true }).first().click()
  await expect(messages(ada, '#general').getByText('plan.txt').first()).toBeVisible()

  await ada.reload()
  await expect(row(messages(ada, '#general'), 'From one site to the other')).toBeVisible()
  expect(pages.output()).not.toMatch(/EACCES|EROFS/)
  await first.context.close()
  await second.context.close()
  await pages.stop()
  await node.kill('SIGTERM')
  await bouncer.stop()
  await database.drop()
})
