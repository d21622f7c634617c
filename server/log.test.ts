import { expect, test } from 'vitest'
import { describeError } from './log.ts'

test('a log says what went wrong, and nothing of the rows and queries that an error of the database carries', () => {
  const error = Object.assign(
    new Error('duplicate key value', { cause: Object.assign(new Error('below'), { client: 'secret' }) }),
    {
      code: '23505',
      detail: 'Key (email)=(ann@example.org) already exists.',
      client: { queries: ['a message body'] },
    },
  )
  const said = describeError(error)
  expect(said).toMatchObject({ type: 'Error', message: 'duplicate key value', code: '23505', cause: { message: 'below' } })
  expect(JSON.stringify(said)).not.toMatch(/ann@example|a message body|secret/)
})

test('what is no error is not repeated', () => {
  expect(describeError({ body: 'words of somebody' })).toEqual({ message: 'something that is no error was thrown' })
})
