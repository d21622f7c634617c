import { expect, onTestFinished, test, vi } from 'vitest'
import { createChat } from '#client/index.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startCluster } from '#server/testing/server.ts'

test('what one has for later is the same on two devices on two nodes, also on one that was away, and offline [K2] [T3] [T5] [T6]', async () => {
  const cluster = await startCluster(2)
  onTestFinished(() => cluster.close())
  const [, ann, bob] = (await createPeople(cluster, 3)) as [Person, Person, Person]
  const roomId = await createRoom(cluster, bob, { kind: 'PRIVATE', members: [ann] })
  const device = (node: number, person: Person) => {
    const chat = createChat({
      url: cluster.nodes[node]!.url,
      getToken: person.getToken,
      deviceId: `device ${node}`,
      userId: person.id,
      storage: 'memory',
    })
    onTestFinished(() => chat.stop())
    return chat
  }
  const [here, there, asBob] = [device(0, ann), device(1, ann), device(1, bob)]
  await Promise.all([here, there, asBob].map((chat) => chat.connect()))
  const later = (chat: typeof here) => chat.getState().later
  const agree = () => vi.waitFor(() => expect(later(there)).toEqual(later(here)), 5_000)

  asBob.open(roomId)
  asBob.send(roomId, 'keep this')
  await vi.waitFor(() => expect(asBob.getState().timelines[roomId]?.messages).toHaveLength(1))
  const [message] = asBob.getState().timelines[roomId]!.messages
  const soon = () => new Date(Date.now() + 60_000)
  const scheduled = await here.schedule(roomId, 'later', soon())
  const reminder = await there.addReminder({ roomId, messageId: message!.id, at: soon() })
  await here.save(roomId, message!.id, true)
  await here.setKeywords(['Deploy'])
  await vi.waitFor(() =>
    expect(later(there)).toMatchObject({
      scheduled: { [scheduled.id]: { excerpt: 'later' } },
      reminders: { [reminder.id]: { state: 'waiting' } },
      saved: { [`${roomId} ${message!.id}`]: { on: true } },
      keywords: ['deploy'],
    }),
  )
  await agree()
  expect(later(here).scheduled[scheduled.id]).not.toHaveProperty('body')

  // One device is away while the other goes on; what it held stays to be seen, and hello tells only what changed.
  const held = later(there)
  await there.stop()
  expect(later(there)).toEqual(held)
  await here.sendScheduled(scheduled.id)
  await here.finishReminder(reminder.id)
  await here.save(roomId, message!.id, false)
  await there.connect()
  await agree()
  expect(later(there)).toEqual({ scheduled: {}, reminders: {}, saved: {}, keywords: ['deploy'] })

  // A keyword is counted on both, and reading on one takes it from both.
  asBob.send(roomId, 'a deploy is on its way')
  for (const chat of [here, there])
    await vi.waitFor(() => expect(chat.getState().rooms[roomId]).toMatchObject({ keywordCount: 1 }), 5_000)
  here.markRead(roomId, here.getState().rooms[roomId]!.lastSeq)
  for (const chat of [here, there])
    await vi.waitFor(() => expect(chat.getState().rooms[roomId]?.keywordCount).toBeUndefined(), 5_000)
})
