import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createPerson } from '#server/testing/people.ts'
import { furnished, temporaryFolder } from '../backup/testing/furnished.ts'
import { writeExport } from './write.ts'

const lines = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('[O6] an export holds what people wrote and sent, as they see it, and no secret', async () => {
  const { server, storage, roomId, ann, fileId, end } = await furnished()
  await createPerson(server, { username: 'careful', password: 'correct horse battery' })
  await end()
  const folder = path.join(temporaryFolder(), 'export')
  const exported = await writeExport({ url: server.database.url, storage, folder, version: '1.2.3' })
  expect(exported).toMatchObject({ messages: 2, files: 1 })

  const messages = lines(path.join(folder, 'rooms', `${roomId}.jsonl`))
  expect(messages).toEqual([
    expect.objectContaining({
      seq: 1,
      body: 'tabs\t, \\N, \\., lines\nand 🦜 — kept',
      author: { id: ann.id, username: ann.username, displayName: ann.displayName },
      reactions: [expect.objectContaining({ emoji: '🦜', userId: ann.id })],
    }),
    expect.objectContaining({ seq: 2, body: 'edited', before: [expect.objectContaining({ body: 'to be edited' })] }),
  ])
  expect(readFileSync(path.join(folder, 'files', fileId, 'a.txt'), 'utf8')).toBe('bytes there')
  const people = lines(path.join(folder, 'tables/users.jsonl'))
  expect(people.map(({ username }) => username)).toContain('careful')
  expect(people[0]).not.toHaveProperty('password_hash')

  const tables = readdirSync(path.join(folder, 'tables'))
  expect(tables).toEqual(
    expect.arrayContaining(['room.jsonl', 'membership.jsonl', 'message.jsonl', 'user_group.jsonl', 'custom_emoji.jsonl']),
  )
  expect(tables).not.toEqual(expect.arrayContaining(['session.jsonl']))
  const { password_hash } = (await server.database.pool.query("SELECT password_hash FROM users WHERE username = 'careful'"))
    .rows[0]
  for (const table of tables) expect(readFileSync(path.join(folder, 'tables', table), 'utf8'), table).not.toContain(password_hash)
  expect(JSON.parse(readFileSync(path.join(folder, 'export.json'), 'utf8'))).toMatchObject({
    format: 'parley export 1',
    messages: 2,
  })
})
