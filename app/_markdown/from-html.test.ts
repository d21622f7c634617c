// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { markdownFromHtml } from './from-html.ts'

describe('pasted HTML', () => {
  it.each([
    [
      '<h2>Plan</h2><p>Some <b>bold</b>, <i>slanted</i> and <s>old</s> words</p>',
      '## Plan\n\nSome **bold**, _slanted_ and ~~old~~ words',
    ],
    ['<ul><li>one</li><li>two<ul><li>deeper</li></ul></li></ul>', '- one\n- two\n  - deeper'],
    ['<ol start="3"><li>three</li><li>four</li></ol>', '3. three\n4. four'],
    ['<a href="https://example.com/a_(b)">the docs</a>', '[the docs](https://example.com/a_%28b%29)'],
    ['<a href="https://example.com/">https://example.com</a>', 'https://example.com/'],
    [
      '<p>run <code>npm start</code></p><pre><code class="language-ts">let a = 1\n</code></pre>',
      'run `npm start`\n\n```ts\nlet a = 1\n```',
    ],
    ['<blockquote>said</blockquote>', '> said'],
    ['<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>', '| a | b\\|c |\n| --- | --- |\n| 1 |  |'],
    ['a_b * c # d', 'a_b * c # d'],
    ['<b style="font-weight:normal"><p>from a document</p></b>', 'from a document'],
  ])('%s', (html, expected) => {
    expect(markdownFromHtml(html)).toBe(expected)
  })
  it('X5 of what would act nothing is left but words', () => {
    expect(markdownFromHtml('<script>alert(1)</script><style>p{}</style>words')).toBe('words')
    expect(markdownFromHtml('<a href="javascript:alert(1)">x</a><img src=x onerror=alert(1) alt="y">')).toBe('xy')
    expect(markdownFromHtml('<img src="https://evil.test/p.png" alt="cat">')).toBe('[cat](https://evil.test/p.png)')
    expect(markdownFromHtml('<svg onload=alert(1)><text>z</text></svg><iframe srcdoc="<p>in</p>"></iframe>w')).toBe('w')
  })
})
