import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putPart, upload } from '#server/files/testing/upload.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import { signAddress } from './address.ts'

let server: TestServer
let client: RawClient
let roomId: string

beforeAll(async () => {
  server = await startServer({ LIMIT_UPLOADS_PER_MINUTE: '1000' })
  const ann = await createPerson(server)
  roomId = await createRoom(server, ann)
  client = await connectRaw(server.url, ann)
})
afterAll(async () => {
  client?.close()
  await server?.close()
})

const send = (name: string, bytes: Buffer | string) => upload(client, server.url, roomId, name, Buffer.from(bytes))
const get = (id: string) => fetch(`${server.url}${signAddress(TEST_SECRET, { id, purpose: 'file', session: '' })}`)
const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
/** A PNG of one colour, however large: a few kilobytes. */
function flatPng(width: number, height: number, extra: Buffer = Buffer.alloc(0)) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', head), extra, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))],
  ])
}
const picture = (width = 40, height = 30) => sharp({ create: { width, height, channels: 3, background: '#c33' } })

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><foreignObject/><image href="http://evil.test/x"/></svg>'
const HTML = '<!doctype html><script>alert(document.domain)</script>'

describe('E2 what would run somewhere is only ever given to be kept', () => {
  test.each([
    ['drawing.svg', SVG, 'text/plain'],
    ['page.html', HTML, 'text/plain'],
    ['no name says it', HTML, 'text/plain'],
    ['report.pdf', '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj', 'application/pdf'],
    ['bomb.zip', Buffer.from('504b0304140000000800', 'hex'), 'application/octet-stream'],
    ['slip.zip', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from('../../etc/passwd\0')]), 'application/octet-stream'],
    ['setup.exe', Buffer.from('MZ\x90\0\x03\0\0\0\x04', 'latin1'), 'application/octet-stream'],
    ['eicar.com', 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*', 'text/plain'],
  ])('%s', async (name, bytes, type) => {
    const file = await send(name, bytes)
    expect(file).toMatchObject({ name, type })
    expect(file).not.toHaveProperty('width')
    const { headers } = await get(file.id)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('content-type')).toMatch(/^(text\/plain; charset=utf-8|application\/(pdf|octet-stream))$/)
  })
})

describe('E2 what lies about its type is refused with a sentence, and leaves nothing', () => {
  test.each([
    ['photo.jpg', HTML, 'picture'],
    ['photo.png', SVG, 'picture'],
    ['photo.webp', Buffer.from('MZ\x90\0', 'latin1'), 'picture'],
    ['film.mp4', HTML, 'video'],
    ['song.mp3', Buffer.from('MZ\x90\0', 'latin1'), 'sound'],
    ['paper.pdf', Buffer.from('MZ\x90\0', 'latin1'), 'PDF'],
    ['gnp\u202eexe.png', Buffer.from('MZ\x90\0', 'latin1'), 'picture'],
  ])('%s', async (name, bytes, promised) => {
    await expect(send(name, bytes)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`not the ${promised}`),
    })
    const { rows } = await server.database.pool.query('SELECT 1 FROM attachment WHERE message_id IS NULL AND ready_at IS NULL')
    expect(rows).toEqual([])
  })
})

describe('E3 pictures are made anew or refused', () => {
  test('a GIF that is a script too is a GIF only', async () => {
    const gif = await picture().gif().toBuffer()
    const file = await send('both.gif', Buffer.concat([gif, Buffer.from('*/=1;alert(1)//')]))
    expect(file).toMatchObject({ type: 'image/gif', width: 40, height: 30 })
    const bytes = Buffer.from(await (await get(file.id)).arrayBuffer())
    expect(bytes.includes('alert')).toBe(false)
  })

  test.each([
    ['30,000 × 30,000 pixels', () => flatPng(30_000, 30_000), 'too_large'],
    ['11,000 × 11,000 pixels', () => flatPng(11_000, 11_000), 'too_large'],
    ['10,000 frames', () => manyFrames(10_000), 'too_large'],
    [
      'cut in the middle',
      async () => (await picture(400, 400).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 4_000),
      'invalid',
    ],
    [
      'a malformed WebP',
      async () => Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(40, 7)]),
      'invalid',
    ],
    ['a TIFF', () => picture().tiff().toBuffer(), 'invalid'],
    ['an AVIF', () => picture().avif().toBuffer(), 'invalid'],
  ])('%s', async (_what, make, code) => {
    await expect(send('x.png', await make())).rejects.toMatchObject({ code })
  })

  test('a million notes inside a PNG, and a profile of 10 MB inside a JPEG, are not kept and hold nobody up', async () => {
    const note = chunk('tEXt', Buffer.from('Comment\0secret'))
    const began = performance.now()
    const notes = await send('notes.png', flatPng(16, 16, Buffer.concat(Array.from({ length: 1_000_000 }, () => note)))).catch(
      (error: { code: string }) => error.code,
    )
    // Whichever the reader decides: small, or refused.
    expect(typeof notes === 'string' ? notes : notes.size < 1_000).toBeOneOf(['invalid', true])
    const jpeg = await picture().jpeg().toBuffer()
    const segment = (n: number) => {
      const data = Buffer.alloc(65_519, 1)
      return Buffer.concat([
        Buffer.from([0xff, 0xe2, 0xff, 0xff]),
        Buffer.from('ICC_PROFILE\0', 'latin1'),
        Buffer.from([n, 160]),
        data,
      ])
    }
    const profiles = Buffer.concat(Array.from({ length: 160 }, (_, n) => segment(n + 1)))
    const file = await send('profile.jpg', Buffer.concat([jpeg.subarray(0, 2), profiles, jpeg.subarray(2)]))
    expect(file.size).toBeLessThan(5_000)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

test.each([
  ['../../x', 'x'],
  ['C:\\temp\\..\\x.txt', 'x.txt'],
  ['a\0.txt', 'a.txt'],
  ['con', 'con'],
  ['gnp\u202eexe.txt', 'gnpexe.txt'],
  ['..', 'file'],
  ['a"\r\nX-Evil: 1.txt', 'a"X-Evil: 1.txt'],
  [`${'n'.repeat(300)}.txt`, `${'n'.repeat(196)}.txt`],
  ['🎉 é.txt', '🎉 é.txt'],
])('E2 the name %j is told as %j, and ends no header', async (name, told) => {
  const file = await send(name, 'some words')
  expect(file.name).toBe(told)
  const { headers } = await get(file.id)
  expect(headers.get('x-evil')).toBeNull()
  expect(decodeURIComponent(headers.get('content-disposition')?.split("''")[1] ?? '')).toBe(told)
})

describe('E4 parts', () => {
  const begin = async (size: number) => {
    const id = uuidv7()
    return { id, ...(await client.get('file:begin', { id, roomId, name: 'x.bin', size })) }
  }

  test('more bytes than were said, a part over 4 MB, one that never ends, an empty one: refused, and the file goes on', async () => {
    const { address } = await begin(10)
    expect(await putPart(server.url, address, 0, Buffer.alloc(11))).toMatchObject({ status: 413 })
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    })
    const init = { method: 'PUT', headers: { 'upload-offset': '0' }, body: endless, duplex: 'half' } as RequestInit
    const answer = await fetch(`${server.url}${address}`, init).catch(() => null)
    expect(answer?.status ?? 413).toBe(413)
    expect(await putPart(server.url, address, 0, '')).toMatchObject({ status: 400 })
    expect(await putPart(server.url, address, -1, 'x')).toMatchObject({ status: 400 })
    expect(await putPart(server.url, address, 0, Buffer.alloc(10))).toMatchObject({ status: 200, received: 10 })
  })

  test('of fifty at once for one place one is taken, and the file is what that one held', async () => {
    const { id, address } = await begin(20)
    const answers = await Promise.all(Array.from({ length: 50 }, () => putPart(server.url, address, 0, Buffer.alloc(10, 1))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.every(({ status }) => [200, 409, 503].includes(status))).toBe(true)
    await putPart(server.url, address, 10, Buffer.alloc(10, 2))
    await client.get('file:finish', { id })
    const bytes = Buffer.from(await (await get(id)).arrayBuffer())
    expect(bytes.equals(Buffer.concat([Buffer.alloc(10, 1), Buffer.alloc(10, 2)]))).toBe(true)
  })

  test('a part that comes while the file is cancelled leaves nothing', async () => {
    const { id, address } = await begin(1_000_000)
    await Promise.all([putPart(server.url, address, 0, Buffer.alloc(1_000_000)), client.get('file:drop', { id })])
    expect(await client.ask('file:resume', { id })).toMatchObject({ error: { code: 'not_found' } })
  })
})

/** An animated GIF of one pixel a frame. */
function manyFrames(count: number): Buffer {
  const head = Buffer.from('474946383961010001008000000000ffffff', 'hex')
  const frame = Buffer.from('21f904000a0000002c00000000010001000002024401', 'hex')
  const frames = Array.from({ length: count }, () => Buffer.concat([frame, Buffer.from([0])]))
  return Buffer.concat([head.subarray(0, 13), Buffer.from('000000ffffff', 'hex'), ...frames, Buffer.from([0x3b])])
}
