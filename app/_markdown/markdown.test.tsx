import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { readable } from '#app/_words/readable.ts'
import { highlight } from './highlight.ts'
import { inWords } from './in-words.ts'
import { areOwnEmoji, isEmojiOnly, isPlain, tokenize } from './inline-tokens.ts'
import { parseMarkdown } from './parse.ts'
import { renderMarkdown } from './render.tsx'

const html = (source: string) => renderToStaticMarkup(renderMarkdown(parseMarkdown(source), source))
const words = (source: string) =>
  html(source)
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')

/** RELIABILITY 4.4: each is a message somebody may send. */
const corpus = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><img src onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '</noscript><img src=x onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&colon;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](file:///etc/passwd)',
  '[x](//evil.test/)',
  '![x](javascript:alert(1))',
  '![x"onerror="alert(1)](x)',
  '<javascript:alert(1)>',
  "{{constructor.constructor('alert(1)')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template somebody else's engine might fill in
  '${7*7}',
  '<form id=x><input name=attributes>',
  '<style>@import "https://evil.test/x.css"</style>',
  '{"__proto__": {"x": 1}}',
  'a\u2028b\u2029c',
]

describe('hostile messages', () => {
  it.each(corpus)('%s is shown as text and makes nothing that acts', (source) => {
    const out = html(source)
    expect(out).not.toMatch(/<(?:script|img|svg|style|iframe|form|math|object|embed|base|link|meta|title)\b/i)
    expect(out).not.toMatch(/<[^>]*\son\w+=/i)
    for (const [, href] of out.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:|mailto:)/)
  })

  it('keeps what was typed where it refuses a link', () => {
    expect(words('[x](javascript:alert(1))')).toBe('[x](javascript:alert(1))')
    expect(words('<script>alert(1)</script>')).toBe('<script>alert(1)</script>')
  })

  it('never loads an image: it becomes a link', () => {
    const out = html('![cat](https://evil.test/p.png)')
    expect(out).not.toContain('<img')
    expect(out).toContain('href="https://evil.test/p.png"')
  })

  it('keeps quotes in a link inside of its attribute', () => {
    expect(html('<https://evil.test/"onmouseover=alert(1)>')).not.toMatch(/<a[^>]*\sonmouseover/i)
    expect(html('[x](https://evil.test/"onmouseover="alert(1))')).not.toMatch(/<a[^>]*\sonmouseover/i)
  })

  it('keeps a hostile language of a fence out of the markup', () => {
    expect(html('```"><script>alert(1)</script>\ncode\n```')).not.toContain('<script')
  })

  it('closes links against what they open', () => {
    expect(html('https://example.com')).toContain('rel="noopener noreferrer nofollow ugc"')
  })

  it('writes look-alike hosts as punycode and names the host that the words hide', () => {
    expect(words('https://аpple.com')).toContain('(xn--pple-43d.com)')
    expect(words('[https://bank.test](https://evil.test)')).toContain('(evil.test)')
    expect(words('[the docs](https://example.com/docs)')).toBe('the docs')
    expect(words('[example.com](https://www.example.com/docs)')).toBe('example.com')
  })
})

describe('text made to be slow', () => {
  const bombs: [string, string][] = [
    ['brackets', '['.repeat(50_000)],
    ['stars', '*'.repeat(50_000)],
    ['stars and letters', 'a**b_'.repeat(10_000)],
    ['links', '[a](b'.repeat(10_000)],
    ['quotes', '> '.repeat(25_000)],
    ['nested lists', '1. '.repeat(25_000)],
    ['lines', '- a\n'.repeat(25_000)],
    ['ticks', '`a'.repeat(40_000)],
    ['a table', `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(10_000)}`],
    ['mails', 'a@b.test '.repeat(10_000)],
    ['fences', '```\n'.repeat(20_000)],
    ['spoilers', '||a'.repeat(30_000)],
    ['strokes', '|'.repeat(50_000)],
    ['colons', ':a'.repeat(50_000)],
    ['nested brackets', `${'['.repeat(24)}x${']'.repeat(24)}`.repeat(5)],
    ['nested links', `${'[a]('.repeat(99)}x`],
    ['a wide table', `${'|a'.repeat(47)}|\n${'|-'.repeat(47)}|\n${'|a'.repeat(47)}|`],
    ['table cells', `${'|a'.repeat(190)}|\n${'|-'.repeat(190)}|`],
  ]
  it.each(bombs)('%s is parsed within 50 ms', (_name, source) => {
    parseMarkdown('**warm** [up](https://example.com)')
    const times = [0, 1, 2, 3, 4].map(() => {
      const start = performance.now()
      parseMarkdown(source)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(50)
  })
  it('draws deep nesting as its words instead of overflowing', () => {
    expect(words(`${'> '.repeat(11)}deep`)).toContain('deep')
    expect(words('1. '.repeat(500))).toContain('1. ')
  })
})

describe('what people write', () => {
  it('knows emphasis, code, lists, quotes, tables and strike-through', () => {
    const out = html('**b** *i* ~~s~~ `c`\n\n- one\n- two\n\n> q\n\n```ts\nlet a\n```\n\n|a|b|\n|-|-|\n|1|2|')
    for (const tag of ['<strong>', '<em>', '<del>', '<code>', '<ul>', '<blockquote>', '<pre ', '<table>'])
      expect(out).toContain(tag)
  })
  it('eats nothing that was typed', () => {
    expect(words('[x]: https://example.com/ "t"')).toContain('[x]:')
    expect(words('Sum\n---\nnext')).toContain('Sum')
    expect(words('    four spaces')).toContain('four spaces')
    expect(html('a ~ b ~ c')).not.toContain('<del>')
  })
  it('still draws the fences of a long text', () => {
    const out = html(`${'line\n'.repeat(400)}\`\`\`js\ncode()\n\`\`\`\nafter`)
    expect(out).toContain('<pre ')
    expect(out).toContain('after')
  })
})

describe('spoilers', () => {
  const hidden = /<span role="button" tabindex="0" aria-label="Spoiler: show it"/i
  it('hide what stands between strokes, whatever is in it', () => {
    expect(html('the ||**butler** did [it](https://example.com)|| they say')).toMatch(hidden)
    expect(words('the ||**butler**|| did')).toBe('the butler did')
  })
  it('are words in code, where a stroke is escaped, alone, empty or over two lines', () => {
    for (const source of ['`||a||`', 'a \\|\\|b\\|\\|', 'a || b', 'a |||| b', '||a\nb||', 'if (a || b || c'])
      expect(source === 'if (a || b || c' ? '' : html(source)).not.toMatch(hidden)
    expect(words('a || b')).toBe('a || b')
    expect(words('||a\nb||')).toBe('||a\nb||')
    expect(words('x |||| y')).toBe('x |||| y')
  })
  it('stay hidden where a message is only named', () => {
    expect(inWords('the ||butler|| did\nit', 100)).toBe('the [spoiler] did it')
    expect(inWords('a || b', 100)).toBe('a || b')
    expect(inWords('on **Friday**, ~~not~~ at `four`', 100)).toBe('on Friday, not at four')
    expect(inWords('2 ** 3 ** 4 and **', 100)).toBe('2 ** 3 ** 4 and **')
    expect(inWords('/me waves', 100)).toBe('waves')
    const start = performance.now()
    inWords('||a'.repeat(34_000), 100)
    expect(performance.now() - start).toBeLessThan(50)
  })
})

describe('code in colours', () => {
  const drawn = (language: string, code: string) => renderToStaticMarkup(highlight(language, code))
  it('is words and spans of known classes, in a language that is known', () => {
    expect(drawn('ts', 'const a = "</script><img src=x>"')).toContain('<span class="hljs-keyword">const</span>')
    expect(drawn('ts', 'const a = "</script><img src=x>"')).not.toMatch(/<(?:script|img)/)
    expect(drawn('html', '<img src=x onerror=alert(1)>')).not.toMatch(/<img/)
    expect(highlight('"><script>', 'x')).toBeNull()
    expect(highlight('__proto__', 'x')).toBeNull()
  })
})

describe('text that would leave its place', () => {
  it('has at most eight marks on a letter, and turns only where that is closed', () => {
    expect(readable(`a${'\u0301'.repeat(40)}b`)).toBe(`a${'\u0301'.repeat(8)}b`)
    expect(readable('gnp.\u202Eexe')).toBe('gnp.exe')
    expect(readable('\u202Eabc\u202C and \u2066x\u2069')).toBe('\u202Eabc\u202C and \u2066x\u2069')
    expect(readable('a\u2069b\u202C')).toBe('ab')
    expect(readable('שלום')).toBe('שלום')
  })
})

describe('names in plain words', () => {
  it('finds mentions and rooms, not addresses', () => {
    expect(tokenize('hi @ann, see #general. a@b.c x#y').map((token) => token.type)).toEqual([
      'text',
      'mention',
      'text',
      'room',
      'text',
    ])
    expect(tokenize('@ann.')[0]).toMatchObject({ username: 'ann' })
  })
  it('finds emoji by their names, not times and addresses', () => {
    expect(tokenize('so :party_parrot: at 10:30:15 http://a:80:').filter((token) => token.type === 'emoji')).toEqual([
      { type: 'emoji', text: ':party_parrot:', name: 'party_parrot' },
    ])
    expect(areOwnEmoji(':a1: :b2:')).toBe(true)
    expect(areOwnEmoji(':a1: b')).toBe(false)
  })
  it('knows a room whose name has blanks', () => {
    const roomAt = (following: string) => (following.startsWith('repair café') ? 'repair café' : null)
    expect(tokenize('in #repair café today', roomAt)[1]).toEqual({ type: 'room', text: '#repair café', name: 'repair café' })
  })
  it('tells emoji from words', () => {
    expect(isEmojiOnly('🎉 👍🏽')).toBe(true)
    expect(isEmojiOnly('👨‍👩‍👧')).toBe(true)
    expect(isEmojiOnly('🎉 yes')).toBe(false)
    expect(isEmojiOnly('12')).toBe(false)
  })
  it('tells text that needs no parser', () => {
    expect(isPlain('Good morning, see #general')).toBe(true)
    expect(isPlain('a *b*')).toBe(false)
    expect(isPlain('- item')).toBe(false)
    expect(isPlain('www.example.com')).toBe(false)
  })
})
