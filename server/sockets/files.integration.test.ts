import { existsSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signAddress } from '#server/core/files/address.ts'
import { requireGiven } from '#server/core/files/find.ts'
import { FILES_SWEEP, wantSweep } from '#server/core/files/sweep.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { queryOn } from '#server/database/transaction.ts'
import { startS3 } from '#server/files/testing/s3-server.ts'
import { putPart, upload } from '#server/files/testing/upload.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

const ROOMY = { LIMIT_UPLOADS_PER_MINUTE: '1000', UPLOAD_MAX_MB: '5', UPLOAD_QUOTA_MB: '8' }
const text = (size: number) => Buffer.from('All the words of a long book. '.repeat(Math.ceil(size / 30)).slice(0, size))
const given = (url: string, id: string, purpose: 'file' | 'thumb' | 'download' = 'file') =>
  `${url}${signAddress(TEST_SECRET, { id, purpose, session: '' })}`

describe.each([
  ['on disk', async () => ({ variables: {}, close: async () => undefined })],
  ['in a bucket', startS3],
])('files %s', (_where, open) => {
  let storage: Awaited<ReturnType<typeof startS3>>
  let cluster: Cluster
  let [ann, bob, eve]: Person[] = []
  let [asAnn, asBob, asEve]: RawClient[] = []
  let roomId: string
  const url = (node = 0) => cluster.nodes[node]!.url

  beforeAll(async () => {
    storage = (await open()) as typeof storage
    cluster = await startCluster(2, { ...ROOMY, ...storage.variables })
    await createPerson(cluster)
    ann = await createPerson(cluster)
    bob = await createPerson(cluster)
    eve = await createPerson(cluster)
    roomId = await createRoom(cluster, ann!, { kind: 'PRIVATE', members: [bob!] })
    asAnn = await connectRaw(url(0), ann!)
    asBob = await connectRaw(url(1), bob!)
    asEve = await connectRaw(url(1), eve!)
  })
  afterAll(async () => {
    for (const client of [asAnn, asBob, asEve]) client?.close()
    await cluster?.close()
    await storage?.close()
  })

  test('E4 go on where they stopped, on another node, and arrive whole, in a message that everybody is told', async () => {
    const bytes = text(300_000)
    const id = uuidv7()
    const begun = await asAnn!.get('file:begin', { id, roomId, name: 'a book.txt', size: bytes.length })
    expect(begun.received).toBe(0)
    await putPart(url(0), begun.address, 0, bytes.subarray(0, 100_000))
    // Nobody heard the answer: the same part again joins on nowhere, and tells where the file ends.
    expect(await putPart(url(1), begun.address, 0, bytes.subarray(0, 100_000))).toMatchObject({
      status: 409,
      error: { code: 'conflict', fields: { received: '100000' } },
    })
    const elsewhere = await connectRaw(url(1), ann!)
    expect(await elsewhere.ask('file:finish', { id })).toMatchObject({
      error: { code: 'conflict', fields: { received: '100000' } },
    })
    const resumed = await elsewhere.get('file:resume', { id })
    expect(resumed.received).toBe(100_000)
    expect(await putPart(url(1), resumed.address, 100_000, bytes.subarray(100_000))).toMatchObject({
      status: 200,
      received: 300_000,
    })
    const { file } = await elsewhere.get('file:finish', { id })
    expect(file).toEqual({ id, name: 'a book.txt', type: 'text/plain', size: 300_000 })
    expect(await elsewhere.get('file:finish', { id })).toEqual({ file })
    elsewhere.close()

    const message = uuidv7()
    const sent = await asAnn!.get('message:send', { id: message, roomId, body: '', attachmentIds: [id] })
    expect(sent).toMatchObject({ message: { id: message, body: '', attachments: [file] } })
    const told = await asBob!.hear('room:changes', ({ messages }) => messages.some((row) => row.id === message))
    expect(told.messages[0]).toMatchObject({ attachments: [file] })
    const page = await asBob!.get('room:history', { roomId })
    expect(page.messages.at(-1)).toMatchObject({ attachments: [file] })
    // Again under its id it is the stored one, its files with it.
    expect(await asAnn!.get('message:send', { id: message, roomId, body: '', attachmentIds: [id] })).toMatchObject({
      message: { seq: page.messages.at(-1)?.seq, attachments: [file] },
    })

    const whole = await fetch(given(url(1), id))
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    const range = await fetch(given(url(0), id), { headers: { range: 'bytes=99990-100009' } })
    expect([range.status, range.headers.get('content-range')]).toEqual([206, 'bytes 99990-100009/300000'])
    expect(await range.text()).toBe(bytes.subarray(99_990, 100_010).toString())
    expect((await fetch(given(url(0), id), { headers: { range: 'bytes=400000-' } })).status).toBe(416)
  })

  test('E3 a picture is made anew, without where it was taken, upright, with a small one', async () => {
    const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#36c' } })
      .jpeg()
      .withExif({ IFD3: { GPSLatitude: '48/1 12/1 30/1', GPSLatitudeRef: 'N' }, IFD0: { Artist: 'Somebody' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    expect(photo.includes('Exif')).toBe(true)
    const file = await upload(asAnn!, url(0), roomId, 'holiday.png', photo)
    expect(file).toMatchObject({ name: 'holiday.jpg', type: 'image/jpeg', width: 600, height: 900, blur: expect.any(String) })
    const answer = await fetch(given(url(0), file.id))
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.length).toBe(file.size)
    const { exif, icc, xmp, width, height, orientation } = await sharp(bytes).metadata()
    expect({ exif, icc, xmp, width, height, orientation }).toEqual({ width: 600, height: 900 })
    const thumb = await fetch(given(url(1), file.id, 'thumb'))
    expect(await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).toMatchObject({
      format: 'webp',
      width: 533,
      height: 800,
    })
    await asAnn!.get('file:drop', { id: file.id })
    expect((await fetch(given(url(0), file.id))).status).toBe(404)
  })

  test('E9 a picture is described by its author, before it is sent and after, and everybody is told', async () => {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#4a8' } })
      .png()
      .toBuffer()
    const file = await upload(asAnn!, url(), roomId, 'green.png', Buffer.from(bytes))
    expect((await asAnn!.get('file:describe', { id: file.id, alt: ' A green field ' })).file.alt).toBe('A green field')
    expect(await asBob!.ask('file:describe', { id: file.id, alt: 'mine' })).toMatchObject({ error: { code: 'not_found' } })
    const id = uuidv7()
    const sent = await asAnn!.get('message:send', { id, roomId, body: 'look', attachmentIds: [file.id] })
    expect(sent).toMatchObject({ message: { attachments: [{ id: file.id, alt: 'A green field' }] } })

    const { file: described } = await asAnn!.get('file:describe', { id: file.id, alt: 'A meadow' })
    const frame = await asBob!.hear('room:changes', ({ messages }) =>
      messages.some((one) => one.id === id && one.createdAt === undefined && one.attachments?.[0]?.alt === 'A meadow'),
    )
    expect(frame.messages).toEqual([expect.objectContaining({ id, attachments: [described] })])
    expect(frame.messages[0]).not.toHaveProperty('editedAt')
    expect(await asBob!.get('message:get', { roomId, ids: [id] })).toMatchObject({ messages: [{ attachments: [described] }] })
    const { files } = await asBob!.get('room:files', { roomId })
    expect(files.find((one) => one.file.id === file.id)?.file).toEqual(described)
    expect((await asAnn!.get('file:describe', { id: file.id, alt: '' })).file).not.toHaveProperty('alt')
    expect(await asAnn!.ask('file:describe', { id: file.id, alt: 'x'.repeat(501) })).toMatchObject({ error: { code: 'invalid' } })
    expect(await asBob!.ask('file:describe', { id: file.id, alt: 'not mine' })).toMatchObject({ error: { code: 'not_found' } })
    const words = await upload(asAnn!, url(), roomId, 'words.txt', text(10))
    expect(await asAnn!.ask('file:describe', { id: words.id, alt: 'x' })).toMatchObject({ error: { code: 'invalid' } })
    await asAnn!.get('message:delete', { roomId, id })
    expect(await asAnn!.ask('file:describe', { id: file.id, alt: 'x' })).toMatchObject({ error: { code: 'not_found' } })
  })

  test('E10 wait for the message that is sent later, longer than others, and go with it when it is cancelled', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString()
    const schedule = async (name: string) => {
      const file = await upload(asAnn!, url(), roomId, name, text(60))
      const id = uuidv7()
      const { scheduled } = await asAnn!.get('scheduled:add', { id, roomId, body: '', at, attachmentIds: [file.id] })
      expect(scheduled).toMatchObject({ id, excerpt: '', files: [file] })
      return { file, id }
    }
    const one = await schedule('sent later.txt')
    const two = await schedule('never.txt')
    const query = queryOn(cluster.database.pool)
    await query("UPDATE attachment SET touched_at = now() - interval '9 days' WHERE id = ANY ($1)", [[one.file.id, two.file.id]])
    await wantSweep(query)
    await expect
      .poll(() => query('SELECT 1 FROM job WHERE kind = $1 AND run_at > now() AND lease IS NULL', [FILES_SWEEP]))
      .toHaveLength(1)
    // Nobody else's, no other message's, and not to be dropped.
    const taken = { roomId, body: 'x', attachmentIds: [one.file.id] }
    expect(await asAnn!.ask('message:send', { id: uuidv7(), ...taken })).toMatchObject({ error: { code: 'conflict' } })
    expect(await asAnn!.ask('scheduled:add', { id: uuidv7(), at, ...taken })).toMatchObject({ error: { code: 'conflict' } })
    expect(await asAnn!.ask('file:drop', { id: one.file.id })).toMatchObject({ error: { code: 'conflict' } })
    const foreign = { id: uuidv7(), at, roomId, body: '', attachmentIds: [one.file.id] }
    expect(await asBob!.ask('scheduled:add', foreign)).toMatchObject({ error: { code: 'conflict' } })
    expect(await asAnn!.ask('scheduled:add', { id: uuidv7(), at, roomId, body: '' })).toMatchObject({
      error: { code: 'invalid' },
    })
    expect(await asAnn!.get('scheduled:edit', { id: one.id, body: '' })).toMatchObject({ scheduled: { files: [one.file] } })

    await asAnn!.get('scheduled:send-now', { id: one.id })
    const frame = await asBob!.hear('room:changes', ({ messages }) => messages.some((message) => message.id === one.id))
    expect(frame.messages[0]?.attachments).toEqual([one.file])
    await asAnn!.get('scheduled:remove', { id: two.id })
    await expect.poll(() => query('SELECT 1 FROM attachment WHERE id = $1', [two.file.id])).toEqual([])
    expect(await query('SELECT 1 FROM attachment WHERE id = $1 AND message_id = $2', [one.file.id, one.id])).toHaveLength(1)
  })

  test('E8 go with their message, at once for everybody and from the storage too', async () => {
    const file = await upload(asAnn!, url(0), roomId, 'plan.txt', text(5_000))
    const id = uuidv7()
    await asAnn!.get('message:send', { id, roomId, body: 'the plan', attachmentIds: [file.id] })
    const listed = await asBob!.get('room:files', { roomId })
    expect(listed.files[0]).toMatchObject({ roomId, messageId: id, authorId: ann!.id, file })
    const { message } = await asAnn!.get('message:delete', { roomId, id })
    expect(message.attachments).toEqual([])
    expect((await fetch(given(url(1), file.id))).status).toBe(404)
    const after = await asBob!.get('room:files', { roomId })
    expect(after.files.map((one) => one.file.id)).not.toContain(file.id)
    const { pool } = cluster.database
    await expect.poll(async () => (await pool.query('SELECT 1 FROM attachment WHERE id = $1', [file.id])).rowCount).toBe(0)
    const { DATA_DIR, S3_BUCKET } = cluster.nodes[0]!.env
    if (!S3_BUCKET) expect(existsSync(path.join(DATA_DIR, 'files', file.id.slice(-2), file.id))).toBe(false)
  })

  test('E8 what nobody sent is swept after two days, and what waits is not', async () => {
    const left = await upload(asAnn!, url(0), roomId, 'left.txt', text(100))
    const fresh = await upload(asAnn!, url(0), roomId, 'fresh.txt', text(100))
    const { pool } = cluster.database
    await pool.query(`UPDATE attachment SET touched_at = now() - interval '49 hours' WHERE id = $1`, [left.id])
    await pool.query(`UPDATE job SET run_at = now() WHERE kind = $1`, [FILES_SWEEP])
    await pool.query(`SELECT pg_notify('parley', json_build_object('job', $1::text)::text)`, [FILES_SWEEP])
    await expect.poll(async () => (await pool.query('SELECT 1 FROM attachment WHERE id = $1', [left.id])).rowCount).toBe(0)
    expect((await pool.query('SELECT 1 FROM attachment WHERE id = $1', [fresh.id])).rowCount).toBe(1)
    // Its message asks for it again: nothing of the message is stored without it.
    expect(
      await asAnn!.ask('message:send', { id: uuidv7(), roomId, body: 'x', attachmentIds: [left.id, fresh.id] }),
    ).toMatchObject({ error: { code: 'conflict', fields: { attachmentIds: 'not there' } } })
    await asAnn!.get('file:drop', { id: fresh.id })
  })
})

describe('files', () => {
  let cluster: Cluster
  let [ann, bob, eve]: Person[] = []
  let [asAnn, asBob, asEve]: RawClient[] = []
  let roomId: string
  const url = () => cluster.nodes[0]!.url

  beforeAll(async () => {
    cluster = await startCluster(1, ROOMY)
    await createPerson(cluster)
    ann = await createPerson(cluster)
    bob = await createPerson(cluster)
    eve = await createPerson(cluster)
    roomId = await createRoom(cluster, ann!, { kind: 'PRIVATE', members: [bob!] })
    asAnn = await connectRaw(url(), ann!)
    asBob = await connectRaw(url(), bob!)
    asEve = await connectRaw(url(), eve!)
  })
  afterAll(async () => {
    for (const client of [asAnn, asBob, asEve]) client?.close()
    await cluster?.close()
  })

  test('E1 are given to whoever may read their room now, and to nobody else; before they are sent to their owner', async () => {
    const query = queryOn(cluster.database.pool)
    const as = (person: Person) => ({ id: person.id, role: 'member' as const })
    const file = await upload(asAnn!, url(), roomId, 'secret.txt', text(100))
    await expect(requireGiven(query, file.id, as(bob!))).rejects.toMatchObject({ code: 'not_found' })
    expect(await requireGiven(query, file.id, as(ann!))).toMatchObject({ id: file.id })
    await asAnn!.get('message:send', { id: uuidv7(), roomId, body: '', attachmentIds: [file.id] })
    expect(await requireGiven(query, file.id, as(bob!))).toMatchObject({ id: file.id })
    await expect(requireGiven(query, file.id, as(eve!))).rejects.toMatchObject({ code: 'not_found' })
    await asAnn!.get('room:kick', { roomId, userId: bob!.id })
    await expect(requireGiven(query, file.id, as(bob!))).rejects.toMatchObject({ code: 'not_found' })
    await asAnn!.get('room:invite', { roomId, userId: bob!.id })
  })

  test('E1 an address is good for what it was signed for, for a minute, and only where it was signed', async () => {
    const file = await upload(asAnn!, url(), roomId, 'a.txt', text(100))
    const now = Date.now()
    const signed = signAddress(TEST_SECRET, { id: file.id, purpose: 'file', session: '' })
    expect((await fetch(`${url()}${signed}`)).status).toBe(200)
    const old = signAddress(TEST_SECRET, { id: file.id, purpose: 'file', session: '' }, now - 61_000)
    expect((await fetch(`${url()}${old}`)).status).toBe(403)
    for (const bent of [signed.replace('for=file', 'for=download'), signed.replace(/until=\d/, 'until=9'), signed.slice(0, -2)])
      expect((await fetch(`${url()}${bent}`)).status).toBe(404)
    const foreign = signAddress('another secret, long enough to pass', { id: file.id, purpose: 'file', session: '' })
    expect((await fetch(`${url()}${foreign}`)).status).toBe(404)
    expect(await putPart(url(), signed, 0, 'x')).toMatchObject({ status: 404 })
    await asAnn!.get('file:drop', { id: file.id })
  })

  test('E1 nobody sends, resumes, finishes or drops another’s file, uploads to a foreign room, or sends one twice', async () => {
    const file = await upload(asAnn!, url(), roomId, 'mine.txt', text(100))
    for (const event of ['file:resume', 'file:finish'] as const)
      expect(await asBob!.ask(event, { id: file.id })).toMatchObject({ error: { code: 'not_found' } })
    expect(await asBob!.ask('file:drop', { id: file.id })).toMatchObject({ ok: true })
    expect(await asBob!.ask('file:begin', { id: file.id, roomId, name: 'x', size: 1 })).toMatchObject({
      error: { code: 'conflict' },
    })
    expect(await asEve!.ask('file:begin', { id: uuidv7(), roomId, name: 'x', size: 1 })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await asBob!.ask('message:send', { id: uuidv7(), roomId, body: 'x', attachmentIds: [file.id] })).toMatchObject({
      error: { code: 'conflict' },
    })
    const other = await createRoom(cluster, ann!)
    expect(await asAnn!.ask('message:send', { id: uuidv7(), roomId: other, body: 'x', attachmentIds: [file.id] })).toMatchObject({
      error: { code: 'conflict' },
    })
    // To a stranger a room with a wrong file is a room that is not there.
    expect(await asEve!.ask('message:send', { id: uuidv7(), roomId, body: 'x', attachmentIds: [uuidv7()] })).toMatchObject({
      error: { code: 'not_found' },
    })
    const both = await Promise.all(
      [1, 2].map(() => asAnn!.ask('message:send', { id: uuidv7(), roomId, body: 'x', attachmentIds: [file.id] })),
    )
    expect(both.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await asAnn!.ask('file:drop', { id: file.id })).toMatchObject({ error: { code: 'conflict' } })
  })

  test('E1 whoever is banned, signed out or muted puts no further byte', async () => {
    const carl = await createPerson(cluster)
    const place = await createRoom(cluster, ann!, { members: [carl] })
    const asCarl = await connectRaw(url(), carl)
    const id = uuidv7()
    const { address } = await asCarl.get('file:begin', { id, roomId: place, name: 'long.txt', size: 200 })
    expect(await putPart(url(), address, 0, text(100))).toMatchObject({ status: 200 })
    await sanction(cluster.database.pool, { userId: carl.id, roomId: place, kind: 'mute' })
    expect(await putPart(url(), address, 100, text(100))).toMatchObject({ status: 403, error: { code: 'muted' } })
    await cluster.database.pool.query('UPDATE session SET ended_at = now() WHERE id = $1', [carl.session.id])
    expect(await putPart(url(), address, 100, text(100))).toMatchObject({ status: 403, error: { code: 'unauthorized' } })
    asCarl.close()
  })

  test('E5 what does not fit is refused before a byte comes, with a sentence; room is made by deleting', async () => {
    const begin = (size: number, id = uuidv7()) => asBob!.ask('file:begin', { id, roomId, name: 'big.bin', size })
    expect(await begin(5_000_001)).toMatchObject({ error: { code: 'too_large', message: expect.stringContaining('5 MB') } })
    expect(await begin(0)).toMatchObject({ error: { code: 'invalid', message: expect.stringContaining('empty') } })
    const first = uuidv7()
    const many = await Promise.all([begin(5_000_000, first), begin(5_000_000), begin(5_000_000)])
    expect(many.filter((answer) => answer.ok)).toHaveLength(1)
    expect(many.find((answer) => !answer.ok)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('8 MB') },
    })
    const { rows } = await cluster.database.pool.query<{ id: string }>('SELECT id FROM attachment WHERE uploaded_by = $1', [
      bob!.id,
    ])
    for (const { id } of rows) await asBob!.get('file:drop', { id })
    expect(await begin(5_000_000)).toMatchObject({ ok: true })
  })

  test('E5 a server that is full lets files wait, and says whom to tell', async () => {
    const small = await startCluster(1, { ...ROOMY, UPLOAD_TOTAL_MB: '1' })
    await createPerson(small)
    const dora = await createPerson(small)
    const place = await createRoom(small, dora)
    const asDora = await connectRaw(small.nodes[0]!.url, dora)
    expect(await asDora.ask('file:begin', { id: uuidv7(), roomId: place, name: 'x', size: 1_000_001 })).toMatchObject({
      error: { code: 'unavailable', retryAfterMs: 30_000, message: expect.stringContaining('people who run it') },
    })
    asDora.close()
    await small.close()
  })

  test('S8 ten uploads a minute, and what was begun goes on', async () => {
    const plain = await startCluster(1)
    await createPerson(plain)
    const dora = await createPerson(plain)
    const place = await createRoom(plain, dora)
    const asDora = await connectRaw(plain.nodes[0]!.url, dora)
    const ids = Array.from({ length: 11 }, () => uuidv7())
    const answers = []
    for (const id of ids) answers.push(await asDora.ask('file:begin', { id, roomId: place, name: 'x', size: 1 }))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(10)
    expect(answers.at(-1)).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: expect.any(Number) } })
    expect(await asDora.ask('file:resume', { id: ids[0]! })).toMatchObject({ ok: true })
    asDora.close()
    await plain.close()
  })
})
