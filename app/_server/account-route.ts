import type { z } from 'zod'
import { Refusal } from '#protocol/errors.ts'
import type { Self } from '#server/core/accounts/proof.ts'
import { answer, json } from './answer.ts'
import { readJson } from './read-json.ts'
import { type Asked, readAsked } from './request.ts'
import { requireViewer } from './viewer.ts'

/** A body as its schema reads it; refuses with `invalid` and what is wrong by field. */
export async function readInput<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  return parse(schema, await readJson(request))
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]))
  throw new Refusal('invalid', 'Check what is marked.', { fields })
}

type Done = Record<string, unknown> | undefined

/** A route for whoever asks: JSON of this site's pages in, JSON out. */
export const openRoute =
  <Schema extends z.ZodType>(schema: Schema, work: (input: z.output<Schema>, asked: Asked) => Promise<Done>) =>
  (request: Request): Promise<Response> =>
    answer(async () => json((await work(await readInput(request, schema), readAsked(request.headers))) ?? {}))

/** A route about one's own account: a page of this site, a session, a body that can be read, in that order. */
export const accountRoute =
  <Schema extends z.ZodType>(schema: Schema, work: (self: Self, input: z.output<Schema>, asked: Asked) => Promise<Done>) =>
  (request: Request): Promise<Response> =>
    answer(async () => {
      const body = await readJson(request)
      const { user, sessionId } = await requireViewer()
      return json((await work({ userId: user.id, sessionId }, parse(schema, body), readAsked(request.headers))) ?? {})
    })
