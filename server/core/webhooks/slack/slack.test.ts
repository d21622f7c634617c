import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signOfColour } from './colour.ts'
import { bodyOf, shownAsOf } from './message.ts'
import { fromMrkdwn } from './mrkdwn.ts'
import { readPayload } from './payload.ts'

const body = (posted: object) => bodyOf(readPayload('application/json', JSON.stringify(posted))!)
const shown = (posted: object, own: string[] = []) =>
  shownAsOf(readPayload('application/json', JSON.stringify(posted))!, async (name) => own.includes(name))

describe('Slack’s mrkdwn as Markdown', () => {
  it.each([
    ['*bold* and _slanted_ and ~gone~', '**bold** and _slanted_ and ~~gone~~'],
    ['*a* 2*3*4 * no *', '**a** 2*3*4 * no *'],
    ['**bold** already, ~~gone~~ too', '**bold** already, ~~gone~~ too'],
    ['<https://ci.example/7?a=1&amp;b=*2*|build &lt;7&gt;>', '[build <7>](<https://ci.example/7?a=1&b=*2*>)'],
    ['see <https://ci.example/7>', 'see https://ci.example/7'],
    ['<mailto:ada@example.org|Ada>', '[Ada](<mailto:ada@example.org>)'],
    ['<javascript:alert(1)|press>', 'press'],
    ['<https://a.example|one *two* [three]>', '[one *two* \\[three\\]](<https://a.example>)'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2, &amp;lt;', '1 < 2 && 3 > 2, &lt;'],
    ['`*as it is* &lt;b&gt;` *b*', '`*as it is* <b>` **b**'],
    ['log: ```one\n*two*``` done', 'log: \n```\none\n*two*\n```\n done'],
    ['```\nconst a = 1\n```', '\n```\nconst a = 1\n```\n'],
    ['shipped :tada: :not-an-emoji: :+1::skin-tone-3: 10:30:00', 'shipped 🎉 :not-an-emoji: 👍 10:30:00'],
  ])('Z5 %j', (typed, expected) => expect(fromMrkdwn(typed)).toBe(expected))

  it.each([
    ['<!here> <!channel> <!everyone>', '@here @channel @everyone'],
    ['<@U024BE7LH> <@U024BE7LH|ada>', '@U024BE7LH @ada'],
    ['<#C024BE7LR|general> <!subteam^SAZ94GDB8|@oncall>', '#general @oncall'],
    ['<!date^1392734382^{date}|18 Feb 2014>', '18 Feb 2014'],
  ])('Z5 who and what is named in %j is named in words', (typed, expected) => expect(fromMrkdwn(typed)).toBe(expected))

  it('Z5 any text becomes some text, in a time that grows with it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => typeof fromMrkdwn(text) === 'string'))
    const began = performance.now()
    for (const part of ['*a ', '\n', '\\[', '<a|', '```', '`', '~', '<', '*', '[', '&amp;', ':a'])
      fromMrkdwn(part.repeat(Math.floor(100_000 / part.length)))
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('what is posted', () => {
  it('Z5 is its text, as mrkdwn or as it stands', () => {
    expect(body({ text: 'build *7* done' })).toBe('build **7** done')
    expect(body({ text: 'build *7* done', mrkdwn: false })).toBe('build \\*7\\* done')
    expect(body({ text: 7 })).toBe('7')
    for (const nothing of [{}, { text: '' }, { text: null }, { text: ' \n' }, { text: {} }, { attachments: [{}] }])
      expect(body(nothing)).toBe('')
  })

  it('Z5 comes as JSON or as the payload of a form', () => {
    const form = new URLSearchParams({ payload: JSON.stringify({ text: 'a & b' }) }).toString()
    expect(bodyOf(readPayload('application/x-www-form-urlencoded', form)!)).toBe('a & b')
    expect(readPayload('application/x-www-form-urlencoded', 'text=hello')).toBeNull()
    for (const wrong of ['', 'hello', '[]', '7', 'null', '"text"', '{"text":'])
      expect(readPayload('application/json', wrong)).toBeNull()
  })

  it('Z5 an attachment is what it says, behind a bar in nearly its colour', () => {
    const attachment = {
      fallback: 'not shown',
      color: 'danger',
      pretext: 'Deploy *failed*',
      author_name: 'ci',
      author_link: 'https://ci.example',
      title: 'Build 7',
      title_link: 'https://ci.example/7',
      text: 'line one\nline two',
      fields: [
        { title: 'Branch', value: 'main', short: true },
        { title: 'Took', value: 42 },
      ],
      footer: 'ci.example',
      ts: 1_700_000_000,
    }
    expect(body({ text: 'Look:', attachments: [attachment] })).toBe(
      [
        'Look:',
        '',
        'Deploy **failed**',
        '',
        '> 🟥 [ci](<https://ci.example>)',
        '> **[Build 7](<https://ci.example/7>)**',
        '> line one',
        '> line two',
        '> **Branch**: main',
        '> **Took**: 42',
        '> _ci.example · 2023-11-14 22:13 UTC_',
      ].join('\n'),
    )
    expect(body({ attachments: [{ fallback: 'only this' }] })).toBe('> only this')
    expect(body({ attachments: [{ pretext: 'before' }, { text: 'two', ts: 'soon' }] })).toBe('before\n\n> two')
  })

  it('Z5 blocks are their words, and the text beside them is for who can’t show blocks', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Deploy #7 :rocket:' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*done* in 3 s' }, fields: [{ type: 'mrkdwn', text: 'by <@U1|ada>' }] },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'main' },
          { type: 'image', image_url: 'https://a.example/b', alt_text: 'ok' },
        ],
      },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Roll back' } }] },
      { type: 'image', image_url: 'https://a.example/graph.png', alt_text: 'load' },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'see ', style: { bold: true } },
              { type: 'link', url: 'https://a.example', text: 'here' },
              { type: 'broadcast', range: 'here' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
          },
        ],
      },
    ]
    expect(body({ text: 'not shown', blocks })).toBe(
      [
        '**Deploy \\#7 🚀**',
        '**done** in 3 s\nby @ada',
        '---',
        'main · ok',
        '[load](<https://a.example/graph.png>)',
        '**see** [here](<https://a.example>)@here\n1. one',
      ].join('\n\n'),
    )
    expect(body({ text: 'instead', blocks: [{ type: 'actions', elements: [] }] })).toBe('instead')
  })

  it('Z5 any JSON is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (text, more) => {
        const posted = `{"text":${text},"attachments":[${more},{"fields":[${more}],"ts":${text}}],"blocks":[${more},{"type":"rich_text","elements":${more}}]}`
        const payload = readPayload('application/json', posted)
        return payload === null || typeof bodyOf(payload) === 'string'
      }),
    )
  })

  it('Z6 a name and a sign are taken where they can be shown', async () => {
    expect(await shown({ username: ' Release  bot ', icon_emoji: ':rocket:' })).toEqual({ name: 'Release bot', icon: '🚀' })
    expect(await shown({ icon_emoji: 'party_parrot' }, ['party_parrot'])).toEqual({ icon: ':party_parrot:' })
    expect(await shown({ username: 'a\u202Eb', icon_emoji: ':no_such_emoji:' })).toBeNull()
    expect(await shown({ text: 'x' })).toBeNull()
  })
})

it.each([
  ['good', '🟩'],
  ['#36a64f', '🟩'],
  ['#D00000', '🟥'],
  ['#ff9900', '🟧'],
  ['#daa038', '🟧'],
  ['439FE0', '🟦'],
  ['#7b3fa0', '🟪'],
  ['#dddddd', ''],
  ['blue', ''],
])('Z5 the colour %s is %s', (colour, sign) => expect(signOfColour(colour)).toBe(sign))
