import { describeFile } from '#server/core/files/describe.ts'
import { listFiles } from '#server/core/files/list.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'file:begin' | 'file:resume' | 'file:finish' | 'file:drop' | 'file:describe' | 'room:files'

export const fileHandlers = ({ pool, uploads, people, announce }: HandlerDeps): Pick<Handlers, Names> => ({
  'file:begin': ({ actor }, wanted) => uploads.begin(actor, wanted),
  'file:resume': ({ actor }, { id }) => uploads.resume(actor, id),
  'file:finish': async ({ actor }, { id }) => ({ file: await uploads.finish(actor, id) }),
  async 'file:drop'({ actor }, { id }) {
    await uploads.drop(actor, id)
    return {}
  },
  'file:describe': async ({ actor }, { id, alt }) => ({ file: await describeFile(pool, announce, actor, id, alt) }),
  async 'room:files'({ actor }, { roomId, cursor }) {
    const { files, next } = await listFiles(pool, actor.user, roomId, cursor)
    const users = await people.get(files.map((one) => one.authorId))
    return { files, users, ...(next ? { next } : {}) }
  },
})
