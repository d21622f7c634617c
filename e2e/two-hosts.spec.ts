import { testVariables } from '#server/testing/env.ts'
import { converse } from './fixtures/converse.ts'
import { startProxy } from './fixtures/proxy.ts'
import { messages, openRoom, row, write } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'
import { startWeb } from './fixtures/web.ts'

test.use({ hosts: 2 })

test('two people on two socket hosts see each other at once [K2]', async ({ someone, roomOf }) => {
  const [ada, ben] = [await someone('Ada', { host: 0 }), await someone('Ben', { host: 1 })]
  await converse(ada, ben, await roomOf(ada, ben))
})

test('a network that passes no WebSocket is enough: long-polling does the same', async ({ installation, someone, roomOf }) => {
  const proxy = await startProxy(installation.url(1), { refuseUpgrades: true })
  const [ada, ben] = [await someone('Ada', { host: 0 }), await someone('Ben', { origin: proxy.url })]
  ben.trouble.expect(/WebSocket connection to .* failed/)
  const polled = ben.page.waitForResponse(/\/socket\.io\/\?.*transport=polling/)
  await converse(ada, ben, await roomOf(ada, ben))
  expect((await polled).ok()).toBe(true)
  await ben.context.close()
  await proxy.close()
})

test('pages that stand apart send the browser to the socket host they are told of', async ({ installation, someone, roomOf }) => {
  const web = await startWeb(testVariables({ DATABASE_URL: installation.database.url, SOCKET_URL: installation.url(1) }))
  const [ada, ben] = [await someone('Ada', { host: 0 }), await someone('Ben', { origin: web.url })]
  const room = await roomOf(ada, ben)
  const socket = ben.page.waitForEvent('websocket')
  await Promise.all([openRoom(ada, room), openRoom(ben, room)])
  expect(new URL((await socket).url()).port).toBe(new URL(installation.url(1)).port)
  await write(ada.page, 'From one house to the other')
  await expect(row(messages(ben.page), 'From one house to the other')).toBeVisible()
  await write(ben.page, 'And back again')
  await expect(row(messages(ada.page), 'And back again')).toBeVisible()
  await ben.context.close()
  await web.stop()
})
