import { expect, it } from 'vitest'
import { firstLink } from './links.ts'

it.each([
  ['no link here', null],
  ['see https://a.example/x.', 'https://a.example/x'],
  ['(https://a.example/x)', 'https://a.example/x'],
  ['[words](https://a.example/x) and https://b.example', 'https://a.example/x'],
  ['https://a.example/wiki/A_(b) then', 'https://a.example/wiki/A_(b)'],
  ['<https://a.example/x>', 'https://a.example/x'],
  ['**https://a.example/x**', 'https://a.example/x'],
  ['`https://a.example` then http://b.example/y?z=1#w', 'http://b.example/y?z=1#w'],
  ['```\nhttps://a.example\n```', null],
  ['ftp://a.example javascript:alert(1) file:///etc/passwd', null],
  [`https://a.example/${'x'.repeat(3_000)}`, null],
])('P2: of %j the first link outside code is %j', (body, link) => expect(firstLink(body)).toBe(link))
