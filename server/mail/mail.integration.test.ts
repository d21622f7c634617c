import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { createWorker } from '#server/jobs/worker.ts'
import { createLog } from '#server/log.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import { mailJob } from './job.ts'
import { writeLetter } from './letter.ts'
import { sendMail } from './mail.ts'
import { createPost } from './post.ts'
import { startMailServer, textOf } from './testing/smtp-server.ts'

const MAIL_FROM = 'Parley <chat@example.org>'
const NEXTAUTH_URL = 'https://chat.example.org'
const hello = (to: string) => writeLetter({ to, subject: 'Hello', paragraphs: ['Hello, Ada.'], foot: 'You asked for it.' })

let database: TestDatabase
let opened: Database
let query: Query
beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase(database.url, 6, () => undefined)
  query = queryOn(opened.pool)
})
afterAll(async () => {
  await opened?.close()
  await database?.drop()
})
beforeEach(() => database.pool.query('TRUNCATE job'))

function startWorker(url: string) {
  const job = mailJob(createPost(testEnv({ SMTP_URL: url, MAIL_FROM, NEXTAUTH_URL }))!)
  const worker = createWorker({
    ...{ pool: opened.pool, nodeId: randomUUID(), log: createLog('silent') },
    ...{ kinds: [{ ...job, pauseMaxMs: 50 }], lookEveryMs: 50 },
  })
  worker.start()
  onTestFinished(() => worker.stop(2_000))
}
const onlyJob = async () =>
  (await query<{ last_error: string | null; dead_at: Date | null }>('SELECT last_error, dead_at FROM job'))[0]

describe('mail', () => {
  it('ML1 is handed to the mail server once it was asked for, from the address that is set', async () => {
    const server = await startMailServer()
    onTestFinished(server.close)
    startWorker(server.url)
    await sendMail(query, hello('ada@example.org'))
    const mail = await server.mail(0)
    expect(mail.to).toEqual(['ada@example.org'])
    expect(mail.raw).toContain('From: Parley <chat@example.org>')
    expect(mail.raw).toMatch(/Message-ID: <[0-9a-f-]{36}@example\.org>/)
    expect(textOf(mail)).toContain('Hello, Ada.')
    await vi.waitFor(async () => expect(await onlyJob()).toBeUndefined())
  })

  it('ML1 waits while the mail server is away, and comes once it is back', async () => {
    const gone = await startMailServer()
    await gone.close()
    startWorker(gone.url)
    await sendMail(query, hello('ada@example.org'))
    await vi.waitFor(async () => expect((await onlyJob())?.last_error).toContain('did not take a mail (ESOCKET)'), 5_000)
    expect((await onlyJob())?.dead_at).toBeNull()
    const back = await startMailServer({ port: gone.port })
    onTestFinished(back.close)
    expect((await back.mail(0)).to).toEqual(['ada@example.org'])
  })

  it('ML1 to an address that is not there is given up at once, one that is busy is tried again; neither is named', async () => {
    let isBusy = true
    const server = await startMailServer({
      refuse: (address) => (address.startsWith('nobody') ? 550 : isBusy ? 450 : null),
    })
    onTestFinished(server.close)
    startWorker(server.url)
    await sendMail(query, hello('nobody@example.org'))
    await vi.waitFor(async () => expect((await onlyJob())?.dead_at).not.toBeNull(), 5_000)
    expect((await onlyJob())?.last_error).toBe('the mail server did not take a mail (550)')
    await query('TRUNCATE job')
    await sendMail(query, hello('busy@example.org'))
    await vi.waitFor(async () => expect((await onlyJob())?.last_error).toContain('450'), 5_000)
    isBusy = false
    expect((await server.mail(0)).to).toEqual(['busy@example.org'])
  })

  it('ML2 a name that somebody chose is words only, in the subject and in the HTML', () => {
    const { subject, html, text } = writeLetter({
      to: 'ada@example.org',
      subject: 'From Eve\r\nBcc: all@example.org',
      paragraphs: ['<img src=x> & "quotes"'],
      action: { words: 'Open', url: 'https://chat.example.org/?a=1&b="2"' },
      foot: '<b>foot</b>',
    })
    expect(subject).toBe('From Eve Bcc: all@example.org')
    expect(html).toContain('&lt;img src=x&gt; &amp; &quot;quotes&quot;')
    expect(html).not.toMatch(/<img|<b>|href="[^"]*"2/)
    expect(text).toContain('Open: https://chat.example.org/?a=1&b="2"')
  })

  it('ML2 an address with a line break or a second address in it is one recipient, or none', async () => {
    const server = await startMailServer()
    onTestFinished(server.close)
    const post = createPost(testEnv({ SMTP_URL: server.url, MAIL_FROM, NEXTAUTH_URL }))!
    for (const to of ['ada@example.org, eve@example.org', 'ada@example.org>\r\nRCPT TO:<eve@example.org'])
      await post({ ...hello(to), id: randomUUID() }).catch(() => undefined)
    expect(server.received.flatMap((mail) => mail.to)).not.toContain('eve@example.org')
  })

  it('ML3 is set with an address to send from and a place for its links, or not at all', () => {
    expect(() => testEnv({ SMTP_URL: 'smtp://localhost' })).toThrow(/MAIL_FROM is missing.*\nNEXTAUTH_URL is missing/)
    expect(createPost(testEnv())).toBeNull()
  })
})
