import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPicture } from '#server/core/emoji/emoji.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let owner: Person
let ann: Person
let bob: Person
let asOwner: RawClient
let asAnn: RawClient
let asBob: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  owner = await createPerson(cluster)
  ann = await createPerson(cluster)
  bob = await createPerson(cluster)
  asOwner = await connectRaw(cluster.nodes[0]!.url, owner)
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  for (const client of [asOwner, asAnn, asBob]) client?.close()
  await cluster?.close()
})

const square = (size: number) => sharp({ create: { width: size, height: size, channels: 4, background: '#e33' } })
const png = async (size = 300) => (await square(size).png().toBuffer()).toString('base64')
let made = 0
const fresh = () => `emoji_${++made}`

describe('custom emoji', () => {
  test('X3 are told live on every node, named once, and known to who comes later', async () => {
    const name = fresh()
    const { emoji } = await asAnn.get('emoji:add', { name, image: await png() })
    expect(emoji).toEqual({ id: emoji.id, name, addedBy: ann.id })
    const told = await asBob.hear('emoji:changed', ({ added }) => added?.id === emoji.id)
    expect(told).toEqual({ rev: told.rev, added: emoji })
    expect(await asBob.get('emoji:list', {})).toMatchObject({ rev: told.rev, emoji: expect.arrayContaining([emoji]) })
    expect(await asBob.ask('emoji:add', { name, image: await png() })).toMatchObject({
      ok: false,
      error: { code: 'conflict', fields: { name: 'is taken' } },
    })
    const later = await connectRaw(cluster.nodes[1]!.url, bob, { hello: false })
    expect(await later.get('session:hello', { revs: {} })).toMatchObject({ emojiRev: told.rev })
    later.close()
  })

  test('X3 are removed by their adder and by staff only, and what was added under one name by many at once is one', async () => {
    const { emoji } = await asAnn.get('emoji:add', { name: fresh(), image: await png(8) })
    expect(await asBob.ask('emoji:remove', { id: emoji.id })).toMatchObject({ error: { code: 'forbidden' } })
    await asAnn.get('emoji:remove', { id: emoji.id })
    await asBob.hear('emoji:changed', ({ removed }) => removed === emoji.id)
    expect(await asAnn.ask('emoji:remove', { id: emoji.id })).toMatchObject({ error: { code: 'not_found' } })
    const { emoji: other } = await asBob.get('emoji:add', { name: fresh(), image: await png(8) })
    await asOwner.get('emoji:remove', { id: other.id })

    const name = fresh()
    const image = await png(8)
    const answers = await Promise.all([asAnn, asBob, asAnn, asBob].map((client) => client.ask('emoji:add', { name, image })))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  })

  test('X3 are added by staff only where the setting says so', async () => {
    const node = await startCluster(1, { EMOJI_ADDED_BY: 'staff' })
    const [first, second] = [await createPerson(node), await createPerson(node)]
    const [asFirst, asSecond] = [await connectRaw(node.nodes[0]!.url, first), await connectRaw(node.nodes[0]!.url, second)]
    const image = await png(8)
    expect(await asSecond.ask('emoji:add', { name: 'mine', image })).toMatchObject({ error: { code: 'forbidden' } })
    expect(await asFirst.ask('emoji:add', { name: 'mine', image })).toMatchObject({ ok: true })
    asFirst.close()
    asSecond.close()
    await node.close()
  })
})

const stored = async (id: string) => (await findPicture(queryOn(cluster.database.pool), id))!

describe('pictures', () => {
  test('X4 of every kind are made anew as a small WebP, moving ones too, without what was written in them', async () => {
    const frames = [0, 1, 2].map((frame) => ({
      input: { create: { width: 20, height: 20, channels: 3 as const, background: frame % 2 ? '#000' : '#fff' } },
    }))
    const gif = await sharp(await Promise.all(frames.map(({ input }) => sharp(input).png().toBuffer())), {
      join: { animated: true },
    })
      .gif()
      .toBuffer()
    const located = await square(300)
      .flatten()
      .withExif({ IFD3: { GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer()
    expect((await sharp(located).metadata()).exif).toBeDefined()
    for (const bytes of [Buffer.from(await png(), 'base64'), gif, await square(300).webp().toBuffer(), located]) {
      const { emoji } = await asAnn.get('emoji:add', { name: fresh(), image: bytes.toString('base64') })
      const { format, width, pages, exif } = await sharp(await stored(emoji.id), { animated: true }).metadata()
      expect({ format, exif }).toEqual({ format: 'webp', exif: undefined })
      expect(width).toBe(bytes === gif ? 20 : 128)
      expect(pages).toBe(bytes === gif ? 3 : undefined)
    }
  })

  const flat = (side: number) => {
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data])
      const out = Buffer.alloc(8)
      out.writeUInt32BE(data.length)
      return Buffer.concat([out.subarray(0, 4), body, crc(body)])
    }
    const header = Buffer.alloc(13)
    header.writeUInt32BE(side)
    header.writeUInt32BE(side, 4)
    header.set([1, 0, 0, 0, 0], 8)
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }
  const crc = (bytes: Buffer) => {
    let value = ~0
    for (const byte of bytes) {
      value ^= byte
      for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xed_b8_83_20 : 0)
    }
    const out = Buffer.alloc(4)
    out.writeUInt32BE(~value >>> 0)
    return out
  }

  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['nothing', () => Buffer.alloc(0), 'invalid'],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'invalid'],
    ['a page called picture', () => Buffer.from('<html><script>alert(1)</script>'), 'invalid'],
    ['the first bytes of a GIF before a script', () => Buffer.from('GIF89a/*<script>*/=alert(1)'), 'invalid'],
    ['half a PNG', async () => (await square(64).png().toBuffer()).subarray(0, 60), 'invalid'],
    ['a TIFF', () => square(8).tiff().toBuffer(), 'invalid'],
    ['more than 64 KB', () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(65_536)]), 'too_large'],
    ['30,000 pixels a side in a kilobyte', () => flat(30_000), 'too_large'],
  ])('X4 %s is refused', async (_, bytes, code) => {
    const image = (await bytes()).toString('base64')
    expect(await asOwner.ask('emoji:add', { name: fresh(), image })).toMatchObject({ ok: false, error: { code } })
  })
})
