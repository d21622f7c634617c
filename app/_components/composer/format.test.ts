import { describe, expect, it } from 'vitest'
import { findTrigger, toggleMark, typedEmoji } from './format.ts'

describe('marks around a selection', () => {
  it('are put there and taken off again', () => {
    const marked = toggleMark('a word here', 2, 6, '**')
    expect(marked).toEqual({ text: 'a **word** here', start: 4, end: 8 })
    expect(toggleMark(marked.text, marked.start, marked.end, '**')).toEqual({ text: 'a word here', start: 2, end: 6 })
  })
  it('stand around the caret when nothing is selected', () => {
    expect(toggleMark('', 0, 0, '`')).toEqual({ text: '``', start: 1, end: 1 })
  })
})

describe('what can be completed', () => {
  const trigger = (text: string) => findTrigger(text, text.length)
  it('is a name after @ or # and an emoji after : and two letters', () => {
    expect(trigger('hi @an')).toEqual({ sign: '@', query: 'an', from: 3 })
    expect(trigger('#')).toEqual({ sign: '#', query: '', from: 0 })
    expect(trigger('so :ta')).toEqual({ sign: ':', query: 'ta', from: 3 })
    expect(trigger('/to')).toEqual({ sign: '/', query: 'to', from: 0 })
  })
  it('is nothing in an address, a time or a short smile', () => {
    expect(trigger('mail a@b')).toBeNull()
    expect(trigger('10:42')).toBeNull()
    expect(trigger(':p')).toBeNull()
    expect(trigger('@ann done')).toBeNull()
    expect(trigger('/topic new')).toBeNull()
    expect(trigger('and /to')).toBeNull()
  })
})

describe('an emoji typed out', () => {
  it('is its name between two colons', () => {
    expect(typedEmoji('so :tada:', 9)).toEqual({ name: 'tada', from: 3 })
    expect(typedEmoji('10:30:', 6)).toBeNull()
    expect(typedEmoji('http://a:80:', 12)).toBeNull()
  })
})
