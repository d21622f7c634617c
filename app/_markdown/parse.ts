import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { parseFences } from './fences.ts'
import { withSpoilers } from './spoilers.ts'

/**
 * What a chat does without: HTML stays text; indented code, underlined headings, link definitions and footnotes would eat what
 * people typed. Escapes and entities stay, so that a sign can be written as itself.
 */
const disabled = {
  disable: {
    null: ['htmlFlow', 'htmlText', 'codeIndented', 'setextUnderline', 'definition', 'gfmFootnoteDefinition', 'gfmFootnoteCall'],
  },
}

/** Sizes beyond which only code fences are drawn, the rest as typed: parsing grows with lines and marks faster than the text does. */
const LENGTH_MAX = 12_000
const LINES_MAX = 200
const MARKS_MAX = 400
const MARKS = /[*_~[\]<>!`|@]/g
/** Brackets that open are looked for the end of, each through the rest of its paragraph. */
const BRACKETS_MAX = 120
/** Containers on one line, nested deeper than anybody reads. */
const DEEP = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*){12}/m
const INDENTED = /^ {40}/m
/** A row of a table with more cells than fit on any screen. */
const WIDE = /^(?:[^|\n]*\|){48}/m

/** Source of a message to a tree. At most about 50 ms, whatever comes in. */
export function parseMarkdown(source: string): Root {
  if (isHeavy(source)) return parseFences(source)
  const tree = fromMarkdown(source, { extensions: [gfm({ singleTilde: false }), disabled], mdastExtensions: [gfmFromMarkdown()] })
  return withSpoilers(tree, source)
}

function isHeavy(source: string): boolean {
  if (source.length > LENGTH_MAX || DEEP.test(source) || INDENTED.test(source) || WIDE.test(source)) return true
  return count(source, /\n/g) > LINES_MAX || count(source, MARKS) > MARKS_MAX || count(source, /\[/g) > BRACKETS_MAX
}

const count = (source: string, pattern: RegExp): number => source.match(pattern)?.length ?? 0
