import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import { type Browser, startReceiver } from '#server/push/testing/receiver.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { startInstallation } from '../fixtures/installation.ts'
import { makeAccount, signIn } from '../fixtures/people.ts'
import { openRoom, openSettings } from '../fixtures/screen.ts'
import { shellKept } from '../fixtures/shell.ts'
import { expect, test } from '../fixtures/test.ts'

/** The browser subscribes with a push service of ours: its maker's can't be reached from a test. */
const subscribeWith = (context: BrowserContext, { subscription }: Browser) =>
  context.addInitScript((given) => {
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)).buffer
    const made = (key: string) => ({
      endpoint: given.endpoint,
      options: { applicationServerKey: bytes(key) },
      getKey: (name: 'p256dh' | 'auth') => bytes(given[name]),
      unsubscribe: async () => true,
    })
    Object.assign(PushManager.prototype, {
      getSubscription: async () => null,
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => made(applicationServerKey),
    })
  }, subscription)

/** Brings what the push service received to the browser's worker, as its maker's service would. */
async function createDelivery(page: Page, origin: string) {
  const session: CDPSession = await page.context().newCDPSession(page)
  let registrationId: string | undefined
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`)?.registrationId ?? registrationId
  })
  await session.send('ServiceWorker.enable')
  await expect.poll(() => registrationId).toBeDefined()
  return (payload: object) =>
    session.send('ServiceWorker.deliverPushMessage', {
      ...{ origin, registrationId: registrationId ?? '', data: JSON.stringify(payload) },
    })
}

const shown = (context: BrowserContext) =>
  context.serviceWorkers()[0]!.evaluate(async () => {
    const all = await (globalThis as unknown as { registration: ServiceWorkerRegistration }).registration.getNotifications()
    return all.map(({ title, body, tag }) => ({ title, body, tag }))
  })

test('the test of notifications goes the whole way; with Parley closed one is told, once a room, and not of what one has read [OF4] [OF5] [OF8]', async ({
  openBrowser,
}) => {
  const receiver = await startReceiver()
  const installation = await startInstallation({ overrides: { PUSH_TEST_ALLOW: receiver.place } })
  const [ada, ben] = [await makeAccount(installation, 'Ada'), await makeAccount(installation, 'Ben')]
  const room = { name: 'harbour', id: await createRoom(installation, ben, { name: 'harbour', members: [ada] }) }
  const origin = installation.url()
  const { context } = await openBrowser('Ada')
  await context.grantPermissions(['notifications'], { origin })
  const browser = receiver.browser()
  await subscribeWith(context, browser)
  await signIn(context, origin, ada.username)
  const page = await context.newPage()
  await openRoom({ page, origin }, room)
  await shellKept(page)
  const deliver = await createDelivery(page, origin)

  await openSettings(page, 'Notifications')
  await expectAccessible(page, 'the settings of notifications')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect.poll(() => browser.received.length).toBe(1)
  await deliver(browser.received[0]!.payload)
  await expect(page.getByText('Everything works.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('You are notified here, also when Parley is closed.')).toBeVisible()

  await page.goto('about:blank')
  const asBen = await connectRaw(origin, ben)
  for (const body of ['Are you there?', '**Ada**, the ship is in'])
    await asBen.get('message:send', { id: uuidv7(), roomId: room.id, body })
  const messages = () => browser.received.map(({ payload }) => payload).filter(({ kind }) => kind === 'message')
  await expect.poll(() => messages().at(-1)?.seq, { timeout: 30_000 }).toBe(2)
  for (const payload of messages()) await deliver(payload)
  await expect.poll(() => shown(context)).toEqual([{ title: '#harbour', body: 'Ben: Ada, the ship is in', tag: room.id }])

  await openRoom({ page, origin }, room)
  await expect.poll(() => shown(context)).toEqual([])
  asBen.close()
  await context.close()
  await installation.close()
  await receiver.close()
})

test('a browser whose push service can’t be reached is named as the broken step; one that blocks is told how to undo it [OF8]', async ({
  someone,
  roomOf,
}) => {
  const ada = await someone('Ada')
  await openRoom(ada, await roomOf(ada))
  await ada.context.grantPermissions(['notifications'], { origin: ada.origin })
  await ada.context.addInitScript(() => {
    PushManager.prototype.subscribe = async () => {
      throw new DOMException('Registration failed - push service not available', 'AbortError')
    }
  })
  await ada.page.reload()
  await openSettings(ada.page, 'Notifications')
  await ada.page.getByRole('button', { name: 'Send a test' }).click()
  const steps = ada.page.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem')
  await expect(steps.nth(2)).toContainText('broken')
  await expect(steps.nth(2)).toContainText('The push service could not be reached from this browser.')
  await expect(steps.nth(3)).toContainText('not tried')

  await ada.context.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }))
  await ada.page.reload()
  await expect(ada.page.getByText(/This browser blocks notifications from Parley\..*icon left of the address/)).toBeVisible()
})
