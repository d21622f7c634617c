import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import { paste } from './fixtures/clipboard.ts'
import { act, composer, dialog, messages, openRoom, row, sidebar } from './fixtures/screen.ts'
import { expect, test } from './fixtures/test.ts'

/** Each is a message somebody may send; `shows` is what must still be read of it. */
const corpus: { body: string; shows: string }[] = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<math><mtext><table><mglyph><style><img src onerror=alert(1)>',
    '</title><script>alert(1)</script>',
    '</noscript><img src=x onerror=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<a href="javascript:alert(1)">a link</a>',
    '[x](javascript:alert(1))',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
    '<form id=x><input name=attributes>',
    '<b id=__next>bold</b>',
    '<style>@import "https://evil.test/x.css"</style>',
    "{{constructor.constructor('alert(1)')()}}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template somebody else's engine might fill in
    '${7*7}',
  ].map((body) => ({ body, shows: body })),
  { body: '{"__proto__": {"polluted": 1}}', shows: '{"polluted": 1}}' },
  { body: '[typed oddly](JaVaScRiPt&colon;alert(1))', shows: 'typed oddly' },
  { body: '![a picture](https://evil.test/p.png)', shows: 'a picture' },
  { body: '![b"onerror="alert(1)](https://evil.test/q.png)', shows: 'b"onerror="alert(1)' },
  { body: '<https://evil.test/"onmouseover=alert(1)>', shows: 'evil.test' },
  { body: 'https://evil.test/"onmouseover="alert(1)', shows: 'evil.test' },
  { body: '```"><script>alert(1)</script>\nfenced words\n```', shows: 'fenced words' },
  { body: 'separated\u2028by\u2029lines', shows: 'separated' },
  { body: 'https://\u0430pple.com', shows: 'xn--pple-43d.com' },
  { body: '[https://bank.test](https://evil.test/login)', shows: 'evil.test' },
  { body: '[titled](https://evil.test/t "><img src=x onerror=alert(1)>")', shows: 'titled' },
  { body: '```html\n<img src=x onerror=alert(7)><script>alert(7)</script>\n```', shows: '<img src=x onerror=alert(7)>' },
  { body: 'opened ||<img src=x onerror=alert(8)>|| later', shows: '<img src=x onerror=alert(8)>' },
  { body: '/me <svg/onload=alert(9)>', shows: '<svg/onload=alert(9)>' },
  { body: ':"><img:  :__proto__: :constructor:', shows: ':constructor:' },
  { body: `${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n${`${'|c'.repeat(100)}|\n`.repeat(100)}cells`, shows: '|c|c|c' },
  { body: `${'[a]('.repeat(5_000)} nested`, shows: '[a]([a](' },
  { body: `${'['.repeat(20_000)} brackets`, shows: '[[[[' },
  { body: `${'*'.repeat(20_000)} stars`, shows: '****' },
]

const NAME = '<img src=x onerror=alert(1)>'

test('nothing that people write is anything but words in the browser (XSS corpus)', async ({ installation, someone, roomOf }) => {
  test.setTimeout(120_000)
  const [ada, ben] = [await someone('Ada'), await someone('Ben')]
  await installation.database.pool.query('UPDATE users SET display_name = $1 WHERE id = $2', [
    '</title><img src=x onerror=alert(3)>',
    ben.id,
  ])
  const room = await roomOf(ada, ben)
  const asked: string[] = []
  ada.context.on('request', (request) => asked.push(request.url()))
  await ada.context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error('CSP violation', event.blockedURI))
  })

  const hands = [await connectRaw(installation.url(), ada), await connectRaw(installation.url(), ben)]
  for (const [index, { body }] of corpus.entries()) {
    const hand = hands[index % hands.length]
    await hand?.get('message:send', { id: uuidv7(), roomId: room.id, body })
  }
  const name = `${NAME} ${crypto.randomUUID().slice(0, 4)}`
  await hands[0]?.get('room:update', { roomId: room.id, name, topic: '</title><script>alert(4)</script>' })
  const { messages: sent } = await hands[0]!.get('room:history', { roomId: room.id, limit: 1 })
  await hands[1]!.get('message:react', { roomId: room.id, id: sent[0]!.id, emoji: '<img/src=x/onerror=alert(10)>', on: true })
  await hands[1]!.get('presence:set', { status: 'online', text: '<img src=x onerror=alert(11)>' })
  for (const hand of hands) hand.close()

  await openRoom(ada, { id: room.id, name })
  const timeline = messages(ada.page)
  await expect(timeline.getByRole('article').first()).toBeVisible()
  const unseen = new Set(corpus)
  await expect(async () => {
    for (const article of await timeline.getByRole('article').all()) {
      const text = (await article.textContent()) ?? ''
      for (const one of unseen) if (text.includes(one.shows)) unseen.delete(one)
    }
    // Down in steps, and from the top again: a window at a time is drawn.
    if (unseen.size > 0)
      await timeline.evaluate((scroller) => {
        const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1
        scroller.scrollTo(0, isAtEnd ? 0 : scroller.scrollTop + 300)
      })
    expect([...unseen].map((one) => one.shows.slice(0, 60))).toEqual([])
  }).toPass({ timeout: 60_000, intervals: [20] })

  await test.step('nothing that acts was made of it', async () => {
    const made = await ada.page.evaluate(() => ({
      elements: document.querySelectorAll('main :is(script, img, iframe, form, math, object, embed, style, svg [onload])').length,
      handlers: [...document.querySelectorAll('main *')].filter((one) =>
        one.getAttributeNames().some((name) => name.startsWith('on')),
      ).length,
      links: [...document.querySelectorAll<HTMLAnchorElement>('main article a')].map((one) => [one.protocol, one.rel].join(' ')),
      polluted: 'polluted' in {},
    }))
    expect(made).toMatchObject({ elements: 0, handlers: 0, polluted: false })
    for (const link of made.links) expect(link).toMatch(/^(https?:|mailto:) .*noopener/)
  })

  await test.step('names and topics are words, too', async () => {
    await expect(sidebar(ada.page).getByRole('link', { name })).toBeVisible()
    await expect(ada.page).toHaveTitle(new RegExp(`#${NAME}`.replaceAll(/[()]/g, '\\$&')))
    await expect(ada.page.getByText('</title><script>alert(4)</script>').first()).toBeVisible()
    await expect(timeline.getByRole('button', { name: '</title><img src=x onerror=alert(3)>' }).first()).toBeVisible()
    await ada.page.keyboard.press('Control+k')
    await dialog(ada.page).getByRole('combobox').fill('<img src=x')
    await expect(dialog(ada.page).getByRole('option', { name }).first()).toBeVisible()
    await ada.page.keyboard.press('Escape')
  })

  await test.step('the same while it is written, edited and answered', async () => {
    await composer(ada.page).fill('<img src=x onerror=alert(5)>')
    await composer(ada.page).press('Enter')
    const mine = row(timeline, '<img src=x onerror=alert(5)>')
    await expect(mine).toBeVisible()
    await act(mine, 'Edit')
    await timeline.getByRole('textbox', { name: 'Edit message' }).fill('<script>alert(6)</script>')
    await timeline.getByRole('textbox', { name: 'Edit message' }).press('Enter')
    await expect(row(timeline, '<script>alert(6)</script>')).toContainText('(edited)')
    await row(timeline, '<script>alert(6)</script>').getByRole('button', { name: '(edited)' }).click()
    await expect(dialog(ada.page, 'Edits').locator('del').first()).toBeVisible()
    await ada.page.keyboard.press('Escape')
    await act(row(timeline, '<script>alert(6)</script>'), 'Reply with a quote')
    await expect(ada.page.getByText('Answer to')).toContainText('<script>alert(6)</script>')
    // Chromium tells of a handler as soon as a document of its own is parsed, also where nothing in it can run.
    ada.trouble.expect(/inline event handler|CSP violation inline/)
    const html = '<p>pasted <b>words</b><script>alert(12)</script><img src="https://evil.test/i.png" onerror=alert(12)></p>'
    await paste(composer(ada.page), { 'text/html': html, 'text/plain': 'pasted words' })
    await expect(composer(ada.page)).toHaveValue('pasted **words**[picture](https://evil.test/i.png)')
    await composer(ada.page).fill('<img src=x onerror=alert(13)>')
    // The way to the drafts is there for those of other rooms.
    await sidebar(ada.page).getByRole('link', { name: 'Browse rooms' }).click()
    await sidebar(ada.page)
      .getByRole('link', { name: /Drafts/ })
      .click()
    await expect(ada.page.getByRole('region', { name: 'Drafts' })).toContainText('<img src=x onerror=alert(13)>')
  })

  expect(asked.filter((url) => new URL(url).hostname !== '127.0.0.1')).toEqual([])
})
